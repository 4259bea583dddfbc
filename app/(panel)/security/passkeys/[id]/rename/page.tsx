import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../../../../components/factor-words.ts';
import { OtherMethods } from '../../../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../../../components/panel-page.tsx';
import { Notice } from '../../../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../../../components/ui/page-header.tsx';
import { passkeyNameMaxLength } from '../../../../../../lib/auth/contract.ts';
import { chooseMethod } from '../../../../../../lib/credentials/second-factors.ts';
import { requireCustomer } from '../../../../../../lib/sessions/require-customer.ts';
import { findPasskey } from '../find-passkey.ts';
import { RenameForm } from './rename-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('passkeys.rename'))('title') };
}

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function RenamePasskeyPage({ params, searchParams }: Props) {
  const signedIn = await requireCustomer();
  const { id } = await params;
  const found = await findPasskey(signedIn.customer.id, id);
  const [t, security] = [await getTranslations('passkeys'), await getTranslations('security')];
  if (!found) {
    return (
      <PanelPage signedIn={signedIn}>
        <PageHeader title={t('rename.title')} />
        <Notice tone="warn" title={security('unavailable.title')}>
          {security('unavailable.text')}
        </Notice>
      </PanelPage>
    );
  }
  const { name, methods } = found;
  const method = chooseMethod(methods, (await searchParams).with);
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md space-y-5">
        <PageHeader title={t('rename.title')} intro={t('rename.intro', { name })} />
        <RenameForm
          key={method}
          id={id}
          name={name}
          nameMaxLength={passkeyNameMaxLength}
          email={signedIn.customer.email}
          method={method}
          words={{ ...(await factorWords(method, t('rename.submit'))), name: t('name.label') }}
        />
        <OtherMethods page={`/security/passkeys/${id}/rename`} methods={methods} method={method} />
      </div>
    </PanelPage>
  );
}
