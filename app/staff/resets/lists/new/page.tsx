import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../../components/ui/page-header.tsx';
import { Card } from '../../../../../components/ui/section.tsx';
import { resetNamedMax } from '../../../../../lib/auth/contract.ts';
import { listsADayMax } from '../../../../../lib/customer-lists/keep-list.ts';
import { requireStaff } from '../../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../../lib/staff/permissions.ts';
import { StaffPage } from '../../../staff-page.tsx';
import { UploadForm } from './upload-form.tsx';

interface Props {
  searchParams: Promise<{ refused?: string | string[] }>;
}

const refusals = ['empty', 'too-many', 'too-often', 'unreadable', 'failed'] as const;

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('lists.new'))('title') };
}

export default async function NewListPage({ searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const [t, common] = [await getTranslations('lists.new'), await getTranslations('common')];
  const { refused } = await searchParams;
  const refusal = refusals.find((one) => one === refused);
  return (
    <StaffPage signedIn={signedIn} part="resets">
      <PageHeader title={t('title')} intro={t('intro', { max: resetNamedMax })} />
      {may(signedIn.customer.staffRole, 'handle-incidents') ? (
        <Card>
          <UploadForm
            problem={
              refusal &&
              t(`refused.${refusal}`, {
                max: refusal === 'too-often' ? listsADayMax : resetNamedMax,
              })
            }
            words={{
              file: t('file'),
              hint: t('hint'),
              submit: t('submit'),
              pending: common('pending'),
            }}
          />
        </Card>
      ) : (
        <Notice tone="info">{(await getTranslations('campaigns.some'))('notYou')}</Notice>
      )}
      <p className="mt-6">
        <Link href="/staff/resets/some">{t('paste')}</Link>
      </p>
    </StaffPage>
  );
}
