import { getTranslations } from 'next-intl/server';
import { Field } from '../../../components/ui/field.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { type ShownState, shownStates } from '../../../lib/notifications/list-notices.ts';
import { FilterForm } from '../filter-form.tsx';

interface Props {
  chosen: { shown: ShownState | undefined; domain: string | undefined };
  isFiltered: boolean;
}

/** Narrows mails down: by what became of them, and by mail domain. All of it stands in the URL. */
export async function MailFilter({ chosen, isFiltered }: Props) {
  const t = await getTranslations('delivery');
  return (
    <FilterForm
      page="/staff/mail"
      isFiltered={isFiltered}
      words={{ apply: t('filter.apply'), clear: t('filter.clear') }}
    >
      <Select
        label={t('filter.state')}
        name="state"
        defaultValue={chosen.shown ?? ''}
        options={[
          { value: '', label: t('filter.unsent') },
          ...shownStates.map((value) => ({ value, label: t(`state.${value}`) })),
        ]}
      />
      <div className="min-w-56 flex-1">
        <Field
          label={t('filter.domain')}
          name="domain"
          maxLength={253}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={chosen.domain ?? ''}
        />
      </div>
    </FilterForm>
  );
}
