'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../../../components/form-state.ts';
import { removePasskey } from '../../../../../../lib/credentials/change-passkey.ts';
import { readFactor } from '../../../../../../lib/credentials/read-factor.ts';
import { requestSource } from '../../../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../../../lib/sessions/require-customer.ts';

type State = FormState<'password' | 'code'>;

/** Removes a passkey of the customer's own, by proof of both factors. */
export async function removeOwnPasskey(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const [t, security] = [await getTranslations('passkeys'), await getTranslations('security')];
  const refused = { errors: { code: t('wrong') } };
  const factor = await readFactor(form);
  if (!factor) return refused;
  const proof = { password: text(form, 'password'), ...factor };
  const passkey = text(form, 'id');
  const verdict = await removePasskey(signedIn, passkey, proof, await requestSource());
  if (verdict.verdict === 'yes') {
    redirect(`/security?notice=passkey-removed${verdict.left ? '' : '-last'}`);
  }
  if (verdict.verdict === 'no') return refused;
  const problem = { title: security('unavailable.title'), text: security('unavailable.unsure') };
  return { problem };
}
