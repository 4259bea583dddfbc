import { getTranslations } from 'next-intl/server';
import type { getReset } from '../../../../lib/resets/get-reset.ts';

/** What a reset is called: by whom it concerns. */
export async function titleOf(reset: NonNullable<Awaited<ReturnType<typeof getReset>>>) {
  const t = await getTranslations('staff.reset');
  if (reset.scope === 'all') return t('titleAll');
  const [first, second] = reset.subjects;
  return first && !second ? t('titleOne', { name: first.customer.name }) : t('titleSeveral');
}
