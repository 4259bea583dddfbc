import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { PanelPage } from '../../../../../components/panel-page.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../../components/ui/page-header.tsx';
import { ask } from '../../../../../lib/auth/client.ts';
import { requireCustomer } from '../../../../../lib/sessions/require-customer.ts';
import { RemoveForm } from './remove-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security.remove'))('pageTitle') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function RemoveAuthenticatorPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const factors = await ask('describe-factors', { subject: signedIn.customer.id });
  if (factors.verdict === 'yes' && !factors.totpSince) redirect('/security');
  const [t, common] = [await getTranslations('security.remove'), await getTranslations('common')];
  const method = (await searchParams).with === 'recovery-code' ? 'recovery-code' : 'totp';
  const page = '/security/authenticator/remove';
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md space-y-5">
        <PageHeader title={t('pageTitle')} intro={t('pageIntro')} />
        {signedIn.customer.staffRole ? <Notice tone="warn">{t('staff')}</Notice> : null}
        <RemoveForm
          key={method}
          email={signedIn.customer.email}
          method={method}
          words={{
            password: t('password'),
            code: t(method === 'totp' ? 'code' : 'recoveryCode'),
            submit: t('submit'),
            pending: common('pending'),
          }}
        />
        <p>
          {method === 'totp' ? (
            <Link href={`${page}?with=recovery-code`} prefetch={false}>
              {t('useRecoveryCode')}
            </Link>
          ) : (
            <Link href={page} prefetch={false}>
              {t('useAuthenticator')}
            </Link>
          )}
        </p>
      </div>
    </PanelPage>
  );
}
