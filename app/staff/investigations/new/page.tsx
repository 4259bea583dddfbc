import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { StaffPage } from '../../staff-page.tsx';
import { InvestigationForm } from './investigation-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('handle-incidents');
  return { title: (await getTranslations('investigations.new'))('title') };
}

export default async function NewInvestigationPage() {
  const signedIn = await requireStaff('handle-incidents');
  const t = await getTranslations('investigations.new');
  return (
    <StaffPage signedIn={signedIn} part="investigations">
      <PageHeader title={t('title')} intro={t('intro')} />
      <Card>
        <InvestigationForm
          words={{
            name: t('name'),
            nameHint: t('nameHint'),
            indicators: t('indicators'),
            indicatorsHint: t('indicatorsHint'),
            file: t('file'),
            fileHint: t('fileHint'),
            from: t('from'),
            fromHint: t('fromHint'),
            until: t('until'),
            submit: t('submit'),
            pending: t('pending'),
          }}
        />
      </Card>
    </StaffPage>
  );
}
