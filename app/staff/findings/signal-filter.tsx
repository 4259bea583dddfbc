import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Select } from '../../../components/ui/select.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { type SignalState, signalStates } from '../../../lib/signals/list-signals.ts';
import { type SignalPattern, signalPatterns } from '../../../lib/signals/patterns.ts';

interface Props {
  chosen: { pattern: SignalPattern | undefined; state: SignalState | undefined };
  isFiltered: boolean;
}

/** Narrows findings down: by pattern, and whether they are open. All of it stands in the URL. */
export async function SignalFilter({ chosen, isFiltered }: Props) {
  const t = await getTranslations('signals');
  return (
    <form method="get" action="/staff/findings" className="mb-6 flex flex-wrap items-start gap-4">
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
      <div className="flex items-center gap-4 sm:mt-label">
        <SubmitButton tone="plain" withoutToken>
          {t('filter.apply')}
        </SubmitButton>
        {isFiltered ? (
          <Link href="/staff/findings" prefetch={false} className="py-2">
            {t('filter.clear')}
          </Link>
        ) : null}
      </div>
    </form>
  );
}
