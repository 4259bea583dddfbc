import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { ask } from '../../../lib/auth/client.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';
import { StaffPage } from '../staff-page.tsx';
import { BurnDown } from './burn-down.tsx';
import { KindTable } from './kind-table.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('staff.passwords'))('title') };
}

export default async function PasswordsPage() {
  const signedIn = await requireStaff('read');
  const t = await getTranslations('staff.passwords');
  const told = await ask('describe-passwords', {});
  return (
    <StaffPage signedIn={signedIn} part="passwords">
      <PageHeader title={t('title')} intro={t('intro')} />
      {told.verdict === 'yes' ? (
        <>
          <BurnDown told={told} />
          <KindTable counts={told.counts} />
        </>
      ) : (
        <Notice tone="warn">{t('unknown')}</Notice>
      )}
    </StaffPage>
  );
}
