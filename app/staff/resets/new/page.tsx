import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { ask } from '../../../../lib/auth/client.ts';
import { database } from '../../../../lib/manager/database.ts';
import { type CohortPreview, previewCohort } from '../../../../lib/resets/preview-cohort.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { endsWords } from '../../ends-words.ts';
import { StaffPage } from '../../staff-page.tsx';
import { messageWords } from '../message-words.ts';
import { ResetEveryoneForm } from './reset-everyone-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('staff.everyone'))('title') };
}

export default async function ResetEveryonePage() {
  const signedIn = await requireStaff('read');
  const [t, common] = [await getTranslations('staff.everyone'), await getTranslations('common')];
  if (!may(signedIn.customer.staffRole, 'handle-incidents')) {
    return (
      <StaffPage signedIn={signedIn} part="resets">
        <PageHeader title={t('title')} intro={t('intro')} />
        <Notice tone="info" title={t('notYou.title')}>
          {t('notYou.text')}
        </Notice>
      </StaffPage>
    );
  }
  return (
    <StaffPage signedIn={signedIn} part="resets">
      <PageHeader title={t('title')} intro={t('intro')} />
      <Notice tone="warn" title={t('before.title')}>
        <ul className="max-w-prose list-disc space-y-1 pl-5">
          <li>{t('before.atOnce')}</li>
          <li>{(await getTranslations('campaigns'))('before')}</li>
          <li>{t('before.session')}</li>
          <li>{t('before.undo')}</li>
          <li>{t('before.mails')}</li>
        </ul>
      </Notice>
      <div className="mt-6">
        <Card>
          <ResetEveryoneForm
            losses={await findLosses(signedIn.customer.id)}
            ends={await endsWords()}
            words={{
              look: (await getTranslations('mailing'))('look'),
              confirm: t('confirm', { phrase: t('phrase') }),
              code: t('code'),
              codeHint: t('codeHint'),
              submit: t('submit'),
              pending: common('pending'),
            }}
            message={await messageWords()}
          />
        </Card>
      </div>
    </StaffPage>
  );
}

async function findLosses(staffId: string): Promise<CohortPreview['ends'] | null> {
  const rule = { legacy: false, noSecondFactor: false, weak: false };
  const everyone = { kind: 'rule' as const, rule, except: [] };
  const found = await previewCohort({ db: database(), ask }, everyone, staffId).catch(() => null);
  return found?.ends ?? null;
}
