import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../../components/factor-words.ts';
import { OtherMethods } from '../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { ask } from '../../../../lib/auth/client.ts';
import { chooseMethod, methodsOf } from '../../../../lib/credentials/second-factors.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { recoveryCodeWords } from '../recovery-code-words.ts';
import { ReplaceForm } from './replace-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security.codes'))('pageTitle') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function RecoveryCodesPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const factors = await ask('describe-factors', { subject: signedIn.customer.id });
  // One of the codes does not make ten.
  const methods =
    factors.verdict === 'yes' ? methodsOf(factors).filter((one) => one !== 'recovery-code') : [];
  if (factors.verdict === 'yes' && methods.length === 0) redirect('/security');
  const method = chooseMethod(methods, (await searchParams).with);
  const t = await getTranslations('security.codes');
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md space-y-5">
        <PageHeader title={t('pageTitle')} intro={t('pageIntro')} />
        <ReplaceForm
          key={method}
          method={method}
          email={signedIn.customer.email}
          words={{
            ...(await factorWords(method, t('submit'))),
            codes: await recoveryCodeWords('replaced'),
          }}
        />
        <OtherMethods page="/security/recovery-codes" methods={methods} method={method} />
      </div>
    </PanelPage>
  );
}
