import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Card } from '../../../components/ui/section.tsx';
import { database } from '../../../lib/manager/database.ts';
import { listedMax, listResets } from '../../../lib/resets/list-resets.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';
import { may } from '../../../lib/staff/permissions.ts';
import { StaffPage } from '../staff-page.tsx';
import { ResetTable } from './reset-table.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('staff.resets'))('title') };
}

export default async function ResetsPage() {
  const signedIn = await requireStaff('read');
  const [t, campaigns] = [
    await getTranslations('staff.resets'),
    await getTranslations('campaigns.some'),
  ];
  const resets = await listResets(database());
  return (
    <StaffPage signedIn={signedIn} part="resets">
      <PageHeader title={t('title')} intro={t('intro', { max: listedMax })}>
        {may(signedIn.customer.staffRole, 'handle-incidents') ? (
          <span className="flex flex-wrap gap-3">
            <ButtonLink href="/staff/resets/some">{campaigns('new')}</ButtonLink>
            <ButtonLink href="/staff/resets/new">{t('new')}</ButtonLink>
          </span>
        ) : null}
      </PageHeader>
      <Card>{resets.length > 0 ? <ResetTable resets={resets} /> : <p>{t('none')}</p>}</Card>
    </StaffPage>
  );
}
