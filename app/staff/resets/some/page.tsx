import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { StaffPage } from '../../staff-page.tsx';
import { messageWords } from '../message-words.ts';
import { ResetSomeForm } from './reset-some-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('campaigns.some'))('title') };
}

export default async function ResetSomePage() {
  const signedIn = await requireStaff('read');
  const t = await getTranslations('campaigns.some');
  return (
    <StaffPage signedIn={signedIn} part="resets">
      <PageHeader title={t('title')} intro={t('intro')} />
      {may(signedIn.customer.staffRole, 'handle-incidents') ? (
        <Card>
          <Form />
        </Card>
      ) : (
        <Notice tone="info">{t('notYou')}</Notice>
      )}
    </StaffPage>
  );
}

async function Form() {
  const [t, everyone, common] = [
    await getTranslations('campaigns.some'),
    await getTranslations('staff.everyone'),
    await getTranslations('common'),
  ];
  return (
    <ResetSomeForm
      cohort={{
        whom: t('whom'),
        byRule: t('byRule'),
        byList: t('byList'),
        all: t('all'),
        legacy: t('legacy'),
        noSecondFactor: t('noSecondFactor'),
        weak: t('weak'),
        setBefore: t('setBefore'),
        setBeforeHint: t('setBeforeHint'),
        list: t('list'),
        listHint: t('listHint'),
        except: t('except'),
        exceptHint: t('exceptHint'),
      }}
      found={{
        concerned: t.raw('concerned'),
        examples: t('examples'),
        unknown: t.raw('unknown'),
        unknownMore: t('unknownMore'),
        ends: t('ends'),
      }}
      words={{
        code: everyone('code'),
        codeHint: everyone('codeHint'),
        look: t('look'),
        lookAgain: t('lookAgain'),
        submit: t('submit'),
        nobody: t('nobody'),
        pending: common('pending'),
      }}
      message={await messageWords()}
    />
  );
}
