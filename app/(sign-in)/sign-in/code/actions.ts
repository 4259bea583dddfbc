'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { FormState } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { verbs } from '../../../../lib/auth/contract.ts';
import { readFactor } from '../../../../lib/credentials/read-factor.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { askingSource } from '../../../../lib/sessions/asking-source.ts';
import { challengeCookie } from '../../../../lib/sessions/challenge-cookie.ts';
import { settleChallenge } from '../../../../lib/sessions/settle-challenge.ts';

const wordsOf = { totp: 'code', 'recovery-code': 'recoveryCode', passkey: 'passkey' } as const;

/** The second factor of somebody whose password was right. */
export async function verifyCode(_: FormState<'code'>, form: FormData): Promise<FormState<'code'>> {
  const t = await getTranslations('sign-in');
  const pending = await challengeCookie.get();
  if (!pending) redirect('/sign-in?notice=start-again');

  const factor = await readFactor(form);
  if (form.get('method') === 'passkey' && !factor) return { errors: { code: t('passkey.wrong') } };
  if (!factor) return { errors: { code: t('required.code') } };
  const { method, code } = factor;
  const wrong = { errors: { code: t(`${wordsOf[method]}.wrong`) } };
  const source = await requestSource();
  const request = {
    challenge: pending.challenge,
    method,
    code,
    source: await askingSource(source),
  } as const;
  if (!verbs['verify-second-factor'].request.safeParse(request).success) return wrong;
  const verdict = await ask('verify-second-factor', request);

  if ((await settleChallenge(verdict, pending, source)) === 'wrong') return wrong;
  return { problem: { title: t('unavailable.title'), text: t('unavailable.text') } };
}

/** Gives up half-way in. */
export async function startOver(): Promise<void> {
  await challengeCookie.clear();
  redirect('/sign-in');
}
