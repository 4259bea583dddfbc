import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Field } from '../../../components/ui/field.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { activityKinds, outcomes } from '../../../lib/activity/kinds.ts';
import type { FilterField, ReadFilter } from '../../../lib/activity/read-filter.ts';

/** Narrows the history down. All of it stands in the URL. */
export function ActivityFilter({ typed, faults }: Pick<ReadFilter, 'typed' | 'faults'>) {
  const t = useTranslations('activity');
  const field = (name: FilterField) => {
    const fault = faults[name];
    return {
      name,
      defaultValue: typed[name] ?? '',
      error: fault ? t(`filter.fault.${fault}`) : undefined,
    };
  };
  return (
    <form
      method="get"
      action="/activity"
      className="mb-6 grid items-start gap-4 sm:grid-cols-2 md:grid-cols-4"
    >
      <Field
        {...field('q')}
        label={t('filter.search')}
        type="search"
        maxLength={100}
        autoComplete="off"
      />
      <Select
        {...field('kind')}
        label={t('filter.kind')}
        options={[
          { value: '', label: t('filter.any') },
          ...activityKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
        ]}
      />
      <Select
        {...field('outcome')}
        label={t('filter.outcome')}
        options={[
          { value: '', label: t('filter.anyOutcome') },
          ...outcomes.map((value) => ({ value, label: t(`outcome.${value}`) })),
        ]}
      />
      <Field
        {...field('address')}
        label={t('filter.address')}
        maxLength={100}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Field {...field('from')} label={t('filter.from')} type="date" />
      <Field {...field('until')} label={t('filter.until')} type="date" />
      <div className="flex items-center gap-4 sm:mt-label">
        <SubmitButton tone="plain" withoutToken>
          {t('filter.apply')}
        </SubmitButton>
        {Object.keys(typed).length > 0 ? (
          <Link href="/activity" prefetch={false} className="py-2">
            {t('filter.clear')}
          </Link>
        ) : null}
      </div>
    </form>
  );
}
