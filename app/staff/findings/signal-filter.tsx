import { getTranslations } from 'next-intl/server';
import { Select } from '../../../components/ui/select.tsx';
import { type SignalState, signalStates } from '../../../lib/signals/list-signals.ts';
import { type SignalPattern, signalPatterns } from '../../../lib/signals/patterns.ts';
import { FilterForm } from '../filter-form.tsx';

interface Props {
  chosen: { pattern: SignalPattern | undefined; state: SignalState | undefined };
  isFiltered: boolean;
}

/** Narrows findings down: by pattern, and whether they are open. All of it stands in the URL. */
export async function SignalFilter({ chosen, isFiltered }: Props) {
  const t = await getTranslations('signals');
  return (
    <FilterForm
      page="/staff/findings"
      isFiltered={isFiltered}
      words={{ apply: t('filter.apply'), clear: t('filter.clear') }}
    >
      <Select
        label={t('column.pattern')}
        name="pattern"
        defaultValue={chosen.pattern ?? ''}
        options={[
          { value: '', label: t('filter.anything') },
          ...signalPatterns.map((value) => ({ value, label: t(`pattern.${value}`) })),
        ]}
      />
      <Select
        label={t('column.state')}
        name="state"
        defaultValue={chosen.state ?? ''}
        options={[
          { value: '', label: t('filter.anyState') },
          ...signalStates.map((value) => ({ value, label: t(`state.${value}`) })),
        ]}
      />
    </FilterForm>
  );
}
