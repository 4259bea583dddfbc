'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../../components/form-state.ts';
import {
  beginPasskey,
  type Creation,
  confirmPasskey,
  isPasskeyName,
} from '../../../../../lib/credentials/add-passkey.ts';
import { readFactor } from '../../../../../lib/credentials/read-factor.ts';
import { parseJson } from '../../../../../lib/credentials/read-passkey.ts';
import { requestSource } from '../../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../../lib/sessions/require-customer.ts';

export interface BeginState extends FormState<'name' | 'password' | 'code'> {
  /** What the browser is to make. Public. */
  creation?: Creation;
}

/** Takes a name and the proof; the answer has the browser make a passkey. */
export async function beginAdding(_: BeginState, form: FormData): Promise<BeginState> {
  const signedIn = await requireCustomer();
  const [t, security] = [await getTranslations('passkeys'), await getTranslations('security')];
  const name = text(form, 'name');
  const values = { name };
  if (!isPasskeyName(name)) return { errors: { name: t('name.wrong') }, values };
  const shown = { name, password: text(form, 'password'), factor: await readFactor(form) };
  const begun = await beginPasskey(signedIn, shown, await requestSource());
  if (typeof begun === 'object') return { creation: begun, values };
  if (begun === 'no') return { errors: { password: t('wrong') }, values };
  if (begun === 'enough') redirect('/security');
  const problem = { title: security('unavailable.title'), text: security('unavailable.text') };
  return { problem, values };
}

export interface ConfirmState {
  problem?: { title: string; text: string };
  /** Shown in this one answer and kept nowhere. Secret. */
  recoveryCodes?: string[];
}

/** Takes what the browser made. With a first second factor the answer carries the recovery codes, this once. */
export async function confirmAdding(_: ConfirmState, form: FormData): Promise<ConfirmState> {
  const signedIn = await requireCustomer();
  const [t, security] = [await getTranslations('passkeys'), await getTranslations('security')];
  const made = parseJson(form.get('made'));
  const verdict = await confirmPasskey(signedIn, made, await requestSource());
  switch (verdict.verdict) {
    case 'yes':
      if (!verdict.recoveryCodes) redirect('/security?notice=passkey-added');
      return { recoveryCodes: verdict.recoveryCodes };
    case 'no':
      return { problem: { title: t('add.no.title'), text: t('add.no.text') } };
    default:
      return {
        problem: { title: security('unavailable.title'), text: security('unavailable.unsure') },
      };
  }
}
