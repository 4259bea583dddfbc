import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { countCustomers, countedMax, shownMax } from '../../../lib/customers/search-customers.ts';
import { database } from '../../../lib/manager/database.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';
import { lookUpCustomers } from '../../../lib/staff/look-up-customers.ts';
import { may } from '../../../lib/staff/permissions.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { StaffPage } from '../staff-page.tsx';
import { CustomerTable } from './customer-table.tsx';
import { SearchForm } from './search-form.tsx';

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
      <SearchForm wanted={wanted} />
      <Section title={title()} intro={wanted && more ? t('refine', { count: shownMax }) : null}>
        {customers.length > 0 ? <CustomerTable customers={customers} /> : <p>{t('nobody')}</p>}
      </Section>
    </StaffPage>
  );
}
