import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { Field } from '../../../components/ui/field.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';

/** Where staff look for a customer; what is found stands on the customers' page. */
export async function SearchForm({ wanted }: { wanted: string }) {
  const t = await getTranslations('staff.search');
  return (
    <search>
      <form action="/staff/customers" method="get" className="flex flex-wrap items-end gap-3">
        <div className="min-w-56 flex-1">
          <Field
            key={wanted}
            label={t('label')}
            name="q"
            type="search"
            maxLength={254}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={wanted}
          />
        </div>
        <SubmitButton withoutToken>{t('submit')}</SubmitButton>
        {wanted ? <ButtonLink href="/staff/customers">{t('clear')}</ButtonLink> : null}
      </form>
    </search>
  );
}
