import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { database } from '../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { getSignal } from '../../../../lib/signals/get-signal.ts';
import { questionOf } from '../../../../lib/signals/question-of.ts';
import { recordStaffAct } from '../../../../lib/staff/record-staff-act.ts';
import { StaffPage } from '../../staff-page.tsx';
import { InvestigationForm } from './investigation-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('handle-incidents');
  return { title: (await getTranslations('investigations.new'))('title') };
}

interface Props {
  searchParams: Promise<{ finding?: string | string[] }>;
}

export default async function NewInvestigationPage({ searchParams }: Props) {
  const signedIn = await requireStaff('handle-incidents');
  const [t, patterns] = [
    await getTranslations('investigations.new'),
    await getTranslations('signals.pattern'),
  ];
  const { finding } = await searchParams;
  const signal = typeof finding === 'string' ? await getSignal(database(), finding) : null;
  if (signal) {
    const detail = { signal: signal.id };
    await recordStaffAct(database(), {
      staffId: signedIn.customer.id,
      act: 'signal-viewed',
      detail,
    });
  }
  return (
    <StaffPage signedIn={signedIn} part="investigations">
      <PageHeader title={t('title')} intro={t('intro')} />
      <Card>
        <InvestigationForm
          {...(signal && {
            values: { title: patterns(signal.pattern), ...questionOf(signal) },
          })}
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
