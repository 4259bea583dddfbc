import type { getTranslations } from 'next-intl/server';
import { signInMethod } from '../auth/contract.ts';
import { settings } from './kinds.ts';
import type { Activity } from './list-activity.ts';

type T = Awaited<ReturnType<typeof getTranslations<'activity'>>>;

/** What an entry says in the reader's language: what was done, by what it was proven, and whom else it concerned. */
export function entryWords(t: T, { kind, detail }: Pick<Activity, 'kind' | 'detail'>): string {
  const what = detail.takenBack ? t('takenBack') : t(`kind.${kind}`);
  const method = signInMethod.safeParse(detail.method).data;
  if (method) return t('by', { what, how: t(`how.${method}`) });
  const setting = settings.find((known) => known === detail.setting);
  if (setting) return t('concerning', { what, whom: t(`setting.${setting}`) });
  return typeof detail.person === 'string' ? t('concerning', { what, whom: detail.person }) : what;
}
