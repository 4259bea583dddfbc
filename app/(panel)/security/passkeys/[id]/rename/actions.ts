'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../../../components/form-state.ts';
import { isPasskeyName } from '../../../../../../lib/credentials/add-passkey.ts';
import { renamePasskey } from '../../../../../../lib/credentials/change-passkey.ts';
import { readFactor } from '../../../../../../lib/credentials/read-factor.ts';
import { requestSource } from '../../../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../../../lib/sessions/require-customer.ts';

type State = FormState<'name' | 'password' | 'code'>;

/** Calls a passkey of the customer's own otherwise, by proof of both factors. */
export async function renameOwnPasskey(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const [t, security] = [await getTranslations('passkeys'), await getTranslations('security')];
  const name = text(form, 'name');
  const values = { name };
  if (!isPasskeyName(name)) return { errors: { name: t('name.wrong') }, values };
  const refused = { errors: { code: t('wrong') }, values };
  const factor = await readFactor(form);
  if (!factor) return refused;
  const proof = { password: text(form, 'password'), ...factor };
  const to = { passkey: text(form, 'id'), name };
  const verdict = await renamePasskey(signedIn, to, proof, await requestSource());
  if (verdict.verdict === 'yes') redirect('/security?notice=passkey-renamed');
  if (verdict.verdict === 'no') return refused;
  const problem = { title: security('unavailable.title'), text: security('unavailable.unsure') };
  return { problem, values };
}
