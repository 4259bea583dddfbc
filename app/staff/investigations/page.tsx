import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Card } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { listedMax, listInvestigations } from '../../../lib/investigations/list-investigations.ts';
import { database } from '../../../lib/manager/database.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';
import { may } from '../../../lib/staff/permissions.ts';
import { StaffPage } from '../staff-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('investigations.list'))('title') };
}

export default async function InvestigationsPage() {
  const signedIn = await requireStaff('read');
  const t = await getTranslations('investigations.list');
  const investigations = await listInvestigations(database());
  return (
    <StaffPage signedIn={signedIn} part="investigations">
      <PageHeader title={t('title')} intro={t('intro', { max: listedMax })}>
        {may(signedIn.customer.staffRole, 'handle-incidents') ? (
          <ButtonLink href="/staff/investigations/new">{t('new')}</ButtonLink>
        ) : null}
      </PageHeader>
      <Card>
        {investigations.length === 0 ? (
          <p>{t('none')}</p>
        ) : (
          <Table caption={t('caption')}>
            <thead>
              <tr>
                {(['opened', 'title', 'by', 'indicators'] as const).map((column) => (
                  <Th key={column} number={column === 'indicators'}>
                    {t(`column.${column}`)}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {investigations.map((one) => (
                <tr key={one.id}>
                  <Td nowrap>
                    <Moment at={one.createdAt} />
                  </Td>
                  <Td>
                    <Link href={`/staff/investigations/${one.id}`} prefetch={false}>
                      {one.title}
                    </Link>
                  </Td>
                  <Td>{one.creator.name}</Td>
                  <Td number>{one.indicators.split('\n').length}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Card>
    </StaffPage>
  );
}
