'use server';

import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { readFactor } from '../../../../lib/credentials/read-factor.ts';
import { replaceRecoveryCodes } from '../../../../lib/credentials/replace-recovery-codes.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';

export interface ReplaceState extends FormState<'password' | 'code'> {
  /** Shown in this one answer and kept nowhere. Secret. */
  recoveryCodes?: string[];
}

/** Takes password and code; the answer carries ten new recovery codes, this once. */
export async function replaceCodes(_: ReplaceState, form: FormData): Promise<ReplaceState> {
  const signedIn = await requireCustomer();
  const t = await getTranslations('security');
  const factor = await readFactor(form);
  if (!factor || factor.method === 'recovery-code') return { errors: { code: t('codes.wrong') } };
  const { method, code } = factor;
  const proof = { password: text(form, 'password'), method, code };
  const verdict = await replaceRecoveryCodes(signedIn, proof, await requestSource());
  switch (verdict.verdict) {
    case 'yes':
      return { recoveryCodes: verdict.recoveryCodes };
    case 'no':
      return { errors: { code: t('codes.wrong') } };
    default:
      return { problem: { title: t('unavailable.title'), text: t('unavailable.unsure') } };
  }
}
