'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../../components/form-state.ts';
import { removeAuthenticator } from '../../../../../lib/credentials/remove-authenticator.ts';
import { requestSource } from '../../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../../lib/sessions/require-customer.ts';

type State = FormState<'password' | 'code'>;

/** Removes the customer's own authenticator, by proof of both factors. */
export async function removeOwnAuthenticator(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const t = await getTranslations('security');
  const proof = {
    password: text(form, 'password'),
    method: text(form, 'method') === 'recovery-code' ? 'recovery-code' : 'totp',
    code: text(form, 'code').replaceAll(/\s/g, ''),
  } as const;
  const verdict = await removeAuthenticator(signedIn, proof, await requestSource());
  if (verdict.verdict === 'yes') redirect('/security?notice=authenticator-removed');
  if (verdict.verdict === 'no') return { errors: { code: t('remove.wrong') } };
  return { problem: { title: t('unavailable.title'), text: t('unavailable.unsure') } };
}
