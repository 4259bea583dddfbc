import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../../../components/factor-words.ts';
import { OtherMethods } from '../../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../../components/panel-page.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../../components/ui/page-header.tsx';
import { ask } from '../../../../../lib/auth/client.ts';
import { chooseMethod, methodsOf } from '../../../../../lib/credentials/second-factors.ts';
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
  const t = await getTranslations('security.remove');
  const methods = factors.verdict === 'yes' ? methodsOf(factors) : [];
  const method = chooseMethod(methods, (await searchParams).with);
  const left = factors.verdict === 'yes' && factors.passkeys > 0;
  const page = '/security/authenticator/remove';
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md space-y-5">
        <PageHeader title={t('pageTitle')} intro={t(left ? 'pageIntroLeft' : 'pageIntro')} />
        {signedIn.customer.staffRole && !left ? <Notice tone="warn">{t('staff')}</Notice> : null}
        <RemoveForm
          key={method}
          email={signedIn.customer.email}
          method={method}
          words={await factorWords(method, t('submit'))}
        />
        <OtherMethods page={page} methods={methods} method={method} />
      </div>
    </PanelPage>
  );
}
