import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../../../components/factor-words.ts';
import { HelpLink } from '../../../../../components/help-link.tsx';
import { OtherMethods } from '../../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../../components/panel-page.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../../components/ui/page-header.tsx';
import { ask } from '../../../../../lib/auth/client.ts';
import { passkeyNameMaxLength } from '../../../../../lib/auth/contract.ts';
import { chooseMethod, methodsOf } from '../../../../../lib/credentials/second-factors.ts';
import { requireCustomer } from '../../../../../lib/sessions/require-customer.ts';
import { recoveryCodeWords } from '../../recovery-code-words.ts';
import { AddForm } from './add-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('passkeys.add'))('title') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function AddPasskeyPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const factors = await ask('describe-factors', { subject: signedIn.customer.id });
  const [t, security] = [await getTranslations('passkeys'), await getTranslations('security')];
  const methods = factors.verdict === 'yes' ? methodsOf(factors) : [];
  const method = methods.length > 0 ? chooseMethod(methods, (await searchParams).with) : null;
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md space-y-5">
        <PageHeader title={t('add.title')} intro={t('add.intro')} />
        <HelpLink topic="passkey" />
        <noscript>
          <Notice tone="warn">{t('ask.scripts')}</Notice>
        </noscript>
        {factors.verdict === 'yes' ? (
          <AddForm
            email={signedIn.customer.email}
            method={method}
            nameMaxLength={passkeyNameMaxLength}
            words={{
              ...(await factorWords(method, t('add.submit'))),
              name: t('name.label'),
              nameHint: t('name.hint'),
              making: t('add.making'),
              failed: t('add.failed'),
              codes: { ...(await recoveryCodeWords('enrolled')), done: t('add.done') },
            }}
          >
            {method ? (
              <OtherMethods page="/security/passkeys/add" methods={methods} method={method} />
            ) : null}
          </AddForm>
        ) : (
          <Notice tone="warn" title={security('unavailable.title')}>
            {security('unavailable.text')}
          </Notice>
        )}
      </div>
    </PanelPage>
  );
}
