import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../../../../components/factor-words.ts';
import { Notice } from '../../../../../../components/ui/notice.tsx';
import { requireCustomer } from '../../../../../../lib/sessions/require-customer.ts';
import { PasskeyPage, type PasskeyRequest } from '../passkey-page.tsx';
import { RemoveForm } from './remove-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('passkeys.remove'))('title') };
}

export default async function RemovePasskeyPage(request: PasskeyRequest) {
  const signedIn = await requireCustomer();
  const [t, security] = [await getTranslations('passkeys'), await getTranslations('security')];
  return (
    <PasskeyPage {...request} signedIn={signedIn} act="remove">
      {async ({ id, last, method }) => (
        <>
          {last ? <Notice tone="warn">{t('remove.last')}</Notice> : null}
          {last && signedIn.customer.staffRole ? (
            <Notice tone="warn">{security('remove.staff')}</Notice>
          ) : null}
          <RemoveForm
            key={method}
            id={id}
            email={signedIn.customer.email}
            method={method}
            words={await factorWords(method, t('remove.submit'))}
          />
        </>
      )}
    </PasskeyPage>
  );
}
