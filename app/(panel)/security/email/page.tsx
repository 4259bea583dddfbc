import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../../components/factor-words.ts';
import { OtherMethods } from '../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { ask } from '../../../../lib/auth/client.ts';
import { chooseMethod, methodsOf } from '../../../../lib/credentials/second-factors.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { EmailForm } from './email-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('email.ask'))('title') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function ChangeEmailPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const { email, id: subject } = signedIn.customer;
  const t = await getTranslations('email.ask');
  const factors = await ask('describe-factors', { subject });
  // Where it cannot be told, the service refuses what is sent, and says so.
  const methods = factors.verdict === 'yes' ? methodsOf(factors) : [];
  const asked = (await searchParams).with;
  const method = methods.length > 0 ? chooseMethod(methods, asked) : null;
  const words = { email: t('email'), hint: t('hint'), ...(await factorWords(method, t('submit'))) };
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md space-y-5">
        <PageHeader title={t('title')} intro={t('intro', { email })} />
        <Card>
          <EmailForm key={method} email={email} method={method} words={words} />
        </Card>
        {method ? <OtherMethods page="/security/email" methods={methods} method={method} /> : null}
        <p className="text-quiet">{t('lost')}</p>
      </div>
    </PanelPage>
  );
}
