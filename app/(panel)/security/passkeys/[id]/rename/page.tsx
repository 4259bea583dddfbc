import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../../../../components/factor-words.ts';
import { passkeyNameMaxLength } from '../../../../../../lib/auth/contract.ts';
import { requireCustomer } from '../../../../../../lib/sessions/require-customer.ts';
import { PasskeyPage, type PasskeyRequest } from '../passkey-page.tsx';
import { RenameForm } from './rename-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('passkeys.rename'))('title') };
}

export default async function RenamePasskeyPage(request: PasskeyRequest) {
  const signedIn = await requireCustomer();
  const t = await getTranslations('passkeys');
  return (
    <PasskeyPage {...request} signedIn={signedIn} act="rename">
      {async ({ id, name, method }) => (
        <RenameForm
          key={method}
          id={id}
          name={name}
          nameMaxLength={passkeyNameMaxLength}
          email={signedIn.customer.email}
          method={method}
          words={{ ...(await factorWords(method, t('rename.submit'))), name: t('name.label') }}
        />
      )}
    </PasskeyPage>
  );
}
