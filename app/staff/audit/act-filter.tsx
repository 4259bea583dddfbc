import { getTranslations } from 'next-intl/server';
import { Field } from '../../../components/ui/field.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { type StaffActKind, staffActKinds } from '../../../lib/staff/act-kinds.ts';
import { FilterForm } from '../filter-form.tsx';

interface Props {
  colleagues: { id: string; name: string }[];
  chosen: { colleague: string | undefined; act: StaffActKind | undefined; customer: string };
  /** What was typed is the address of nobody. */
  unknownCustomer: boolean;
  filtered: boolean;
}

/** Narrows the trail down: by who did it, what, and to whom. All of it stands in the URL. */
export async function ActFilter({ colleagues, chosen, unknownCustomer, filtered }: Props) {
  const t = await getTranslations('audit');
  return (
    <FilterForm
      page="/staff/audit"
      isFiltered={filtered}
      words={{ apply: t('filter.apply'), clear: t('filter.clear') }}
    >
      <Select
        label={t('filter.colleague')}
        name="colleague"
        defaultValue={chosen.colleague ?? ''}
        options={[
          { value: '', label: t('filter.anybody') },
          ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        label={t('filter.act')}
        name="act"
        defaultValue={chosen.act ?? ''}
        options={[
          { value: '', label: t('filter.anything') },
          ...staffActKinds.map((value) => ({ value, label: t(`act.${value}`) })),
        ]}
      />
      <div className="min-w-56 flex-1">
        <Field
          label={t('filter.customer')}
          name="customer"
          maxLength={254}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={chosen.customer}
          error={unknownCustomer ? t('filter.unknownCustomer') : undefined}
        />
      </div>
    </FilterForm>
  );
}
