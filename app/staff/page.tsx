import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { Field } from '../../components/ui/field.tsx';
import { PageHeader } from '../../components/ui/page-header.tsx';
import { Section } from '../../components/ui/section.tsx';
import { SubmitButton } from '../../components/ui/submit-button.tsx';
import { countCustomers, countedMax, shownMax } from '../../lib/customers/search-customers.ts';
import { database } from '../../lib/manager/database.ts';
import { requireStaff } from '../../lib/sessions/require-staff.ts';
import { lookUpCustomers } from '../../lib/staff/look-up-customers.ts';
import { may } from '../../lib/staff/permissions.ts';
import { CustomerTable } from './customer-table.tsx';
import { orUnavailable } from './or-unavailable.ts';
import { StaffPage } from './staff-page.tsx';

interface Props {
  searchParams: Promise<{ q?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('staff.search'))('title') };
}

export default async function CustomersPage({ searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const t = await getTranslations('staff.search');
  const { q } = await searchParams;
  const wanted = typeof q === 'string' ? q.trim().slice(0, 254) : '';
  const [count, { customers, more }] = await Promise.all([
    countCustomers(database()),
    orUnavailable(() => lookUpCustomers(database(), { staff: signedIn.customer.id, wanted })),
  ]);
  const title = () => {
    if (!wanted) return t('newest');
    if (more) return t('foundMany', { count: shownMax, wanted });
    return customers.length === 0
      ? t('foundNone', { wanted })
      : t('found', { count: customers.length, wanted });
  };
  return (
    <StaffPage signedIn={signedIn} part="customers">
      <PageHeader
        title={t('title')}
        intro={t(count < countedMax ? 'count' : 'countMany', { count })}
      >
        {may(signedIn.customer.staffRole, 'help-customer') ? (
          <ButtonLink href="/staff/customers/invite">{t('invite')}</ButtonLink>
        ) : null}
      </PageHeader>
      <search>
        <form action="/staff" method="get" className="flex flex-wrap items-end gap-3">
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
          <SubmitButton>{t('submit')}</SubmitButton>
          {wanted ? <ButtonLink href="/staff">{t('clear')}</ButtonLink> : null}
        </form>
      </search>
      <Section title={title()} intro={wanted && more ? t('refine', { count: shownMax }) : null}>
        {customers.length > 0 ? <CustomerTable customers={customers} /> : <p>{t('nobody')}</p>}
      </Section>
    </StaffPage>
  );
}
