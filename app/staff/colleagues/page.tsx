import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { DescriptionList } from '../../../components/ui/description-list.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Card, Section } from '../../../components/ui/section.tsx';
import { database } from '../../../lib/manager/database.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';
import { listColleagues } from '../../../lib/staff/list-colleagues.ts';
import { may, staffRoles } from '../../../lib/staff/permissions.ts';
import { StaffPage } from '../staff-page.tsx';
import { ColleagueTable } from './colleague-table.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('colleagues'))('title') };
}

export default async function ColleaguesPage() {
  const signedIn = await requireStaff('read');
  const [t, role] = [await getTranslations('colleagues'), await getTranslations('staff.role')];
  const mayChange = may(signedIn.customer.staffRole, 'handle-incidents');
  const colleagues = await listColleagues(database());
  return (
    <StaffPage signedIn={signedIn} part="colleagues">
      <PageHeader title={t('title')} intro={t('intro')}>
        {mayChange ? <ButtonLink href="/staff/customers/invite">{t('invite')}</ButtonLink> : null}
      </PageHeader>
      <Card>
        <ColleagueTable
          colleagues={colleagues}
          changeableBy={mayChange ? signedIn.customer.id : null}
        />
      </Card>
      <Section title={t('roles')}>
        <DescriptionList
          items={staffRoles.map((one) => ({ term: role(one), value: t(`may.${one}`) }))}
        />
        {mayChange ? <p className="max-w-prose">{t('how')}</p> : null}
      </Section>
    </StaffPage>
  );
}
