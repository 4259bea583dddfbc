import type { getTranslations } from 'next-intl/server';
import { type ActivityKind, activityKinds } from '../../../lib/activity/kinds.ts';

type T = Awaited<ReturnType<typeof getTranslations<'activity'>>>;

/** What each kind of entry is called in the reader's language. */
export function kindWords(t: T): Record<ActivityKind, string> {
  const words = activityKinds.map((kind) => [kind, t(`kind.${kind}`)]);
  return Object.fromEntries(words) as Record<ActivityKind, string>;
}
