import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { DescriptionList } from '../../../../components/ui/description-list.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { knownLanguage } from '../../../../lib/words/languages.ts';
import type { Customer } from '../../../../prisma/manager/client/client.ts';

/** What the manager knows about a customer. */
export async function Facts({ customer }: { customer: Customer }) {
  const [t, common] = [await getTranslations('staff.customer'), await getTranslations('common')];
  return (
    <Section title={t('facts')}>
      <DescriptionList
        items={[
          { term: t('email'), value: customer.email },
          { term: t('company'), value: customer.company || t('noCompany') },
          { term: t('language'), value: common(`languages.${knownLanguage(customer.language)}`) },
          { term: t('since'), value: <Moment at={customer.createdAt} /> },
        ]}
      />
    </Section>
  );
}
