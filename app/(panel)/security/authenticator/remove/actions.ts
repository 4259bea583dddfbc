'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../../components/form-state.ts';
import { readFactor } from '../../../../../lib/credentials/read-factor.ts';
import { removeAuthenticator } from '../../../../../lib/credentials/remove-authenticator.ts';
import { requestSource } from '../../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../../lib/sessions/require-customer.ts';

type State = FormState<'password' | 'code'>;

/** Removes the customer's own authenticator, by proof of both factors. */
export async function removeOwnAuthenticator(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const t = await getTranslations('security');
  const factor = await readFactor(form);
  if (!factor) return { errors: { code: t('remove.wrong') } };
  const proof = { password: text(form, 'password'), ...factor };
  const verdict = await removeAuthenticator(signedIn, proof, await requestSource());
  if (verdict.verdict === 'yes') {
    redirect(`/security?notice=authenticator-removed${verdict.left ? '-one-left' : ''}`);
  }
  if (verdict.verdict === 'no') return { errors: { code: t('remove.wrong') } };
  return { problem: { title: t('unavailable.title'), text: t('unavailable.unsure') } };
}
