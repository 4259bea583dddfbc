import type { getTranslations } from 'next-intl/server';
import { activityKinds, outcomes } from '../../../lib/activity/kinds.ts';
import type { FilterField, ReadFilter } from '../../../lib/activity/read-filter.ts';

type T = Awaited<ReturnType<typeof getTranslations<'activity'>>>;

type Option = { value: string; label: string };

/** What the filter of a history says, in the reader's language. */
export interface FilterWords {
  labels: Record<FilterField, string>;
  faults: Partial<Record<FilterField, string>>;
  kinds: Option[];
  outcomes: Option[];
  apply: string;
  clear: string;
}

export function filterWords(t: T, faults: ReadFilter['faults']): FilterWords {
  return {
    labels: {
      q: t('filter.search'),
      kind: t('filter.kind'),
      outcome: t('filter.outcome'),
      address: t('filter.address'),
      from: t('filter.from'),
      until: t('filter.until'),
    },
    faults: Object.fromEntries(
      Object.entries(faults).map(([field, fault]) => [field, t(`filter.fault.${fault}`)]),
    ),
    kinds: [
      { value: '', label: t('filter.any') },
      ...activityKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    ],
    outcomes: [
      { value: '', label: t('filter.anyOutcome') },
      ...outcomes.map((value) => ({ value, label: t(`outcome.${value}`) })),
    ],
    apply: t('filter.apply'),
    clear: t('filter.clear'),
  };
}
