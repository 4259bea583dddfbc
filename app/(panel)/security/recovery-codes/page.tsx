import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { ask } from '../../../../lib/auth/client.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { recoveryCodeWords } from '../recovery-code-words.ts';
import { ReplaceForm } from './replace-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security.codes'))('pageTitle') };
}

export default async function RecoveryCodesPage() {
  const signedIn = await requireCustomer();
  const factors = await ask('describe-factors', { subject: signedIn.customer.id });
  if (factors.verdict === 'yes' && !factors.totpSince) redirect('/security');
  const [t, common] = [await getTranslations('security.codes'), await getTranslations('common')];
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md">
        <PageHeader title={t('pageTitle')} intro={t('pageIntro')} />
        <ReplaceForm
          email={signedIn.customer.email}
          words={{
            password: t('password'),
            code: t('code'),
            submit: t('submit'),
            pending: common('pending'),
            codes: await recoveryCodeWords('replaced'),
          }}
        />
      </div>
    </PanelPage>
  );
}
