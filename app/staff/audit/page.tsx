import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageLinks } from '../../../components/page-links.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Card } from '../../../components/ui/section.tsx';
import { readCursor } from '../../../lib/activity/cursor.ts';
import { findCustomer } from '../../../lib/customers/find-customer.ts';
import { database } from '../../../lib/manager/database.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';
import { staffActKinds } from '../../../lib/staff/act-kinds.ts';
import { listActs } from '../../../lib/staff/list-acts.ts';
import { listFormerToo } from '../../../lib/staff/list-colleagues.ts';
import { StaffPage } from '../staff-page.tsx';
import { ActFilter } from './act-filter.tsx';
import { ActTable } from './act-table.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read-audit');
  return { title: (await getTranslations('audit'))('title') };
}

interface Props {
  searchParams: Promise<
    Record<'colleague' | 'act' | 'customer' | 'before', string | string[] | undefined>
  >;
}

export default async function AuditPage({ searchParams }: Props) {
  const signedIn = await requireStaff('read-audit');
  const [asked, t] = [await searchParams, await getTranslations('audit')];
  const colleagues = await listFormerToo(database());
  const colleague = colleagues.find(({ id }) => id === asked.colleague);
  const act = staffActKinds.find((known) => known === asked.act);
  const typed = typeof asked.customer === 'string' ? asked.customer.trim().slice(0, 254) : '';
  const customer = typed ? await findCustomer(database(), typed) : null;
  const before = readCursor(asked.before);
  const query = { staffId: colleague?.id, customerId: customer?.id, act, before };
  const { acts, older } =
    typed && !customer ? { acts: [], older: undefined } : await listActs(database(), query);
  const filter = {
    ...(colleague && { colleague: colleague.id }),
    ...(act && { act }),
    ...(typed && { customer: customer?.id ?? typed }),
  };
  const filtered = Object.keys(filter).length > 0;
  const href = (more: Record<string, string>) => {
    const parameters = new URLSearchParams({ ...filter, ...more }).toString();
    return parameters ? `/staff/audit?${parameters}` : '/staff/audit';
  };
  return (
    <StaffPage signedIn={signedIn} part="audit">
      <PageHeader title={t('title')} intro={t('intro')} />
      <ActFilter
        colleagues={colleagues}
        chosen={{ colleague: colleague?.id, act, customer: customer?.email ?? typed }}
        unknownCustomer={typed !== '' && !customer}
        filtered={filtered}
      />
      <Card>
        {acts.length > 0 ? (
          <ActTable acts={acts} />
        ) : (
          <p className="text-quiet">{t(filtered || before ? 'empty.matching' : 'empty.none')}</p>
        )}
      </Card>
      <PageLinks label={t('pages')}>
        {before ? <ButtonLink href={href({})}>{t('newest')}</ButtonLink> : null}
        {older ? <ButtonLink href={href({ before: older })}>{t('older')}</ButtonLink> : null}
      </PageLinks>
    </StaffPage>
  );
}
