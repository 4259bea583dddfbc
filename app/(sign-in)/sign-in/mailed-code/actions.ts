'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { askingSource } from '../../../../lib/sessions/asking-source.ts';
import { challengeCookie } from '../../../../lib/sessions/challenge-cookie.ts';
import { recordAttempt } from '../../../../lib/sessions/record-attempt.ts';
import { settleChallenge } from '../../../../lib/sessions/settle-challenge.ts';

/** The code that was mailed to somebody whose password was right. */
export async function verifyMailedCode(
  _: FormState<'code'>,
  form: FormData,
): Promise<FormState<'code'>> {
  const t = await getTranslations('mailed-code');
  const pending = await challengeCookie.get();
  if (!pending) redirect('/sign-in?notice=start-again');

  const code = text(form, 'code').replaceAll(/[\s-]/g, '');
  // What cannot be a code must not cost one of its few tries.
  if (!/^\d{8}$/.test(code)) return { errors: { code: t('malformed') } };
  const source = await requestSource();
  const { challenge } = pending;
  const asking = await askingSource(source);
  const verdict = await ask('verify-mailed-code', { challenge, code, source: asking });

  if ((await settleChallenge(verdict, pending, source)) === 'wrong') {
    return { errors: { code: t('wrong') } };
  }
  const unavailable = await getTranslations('sign-in.unavailable');
  return { problem: { title: unavailable('title'), text: unavailable('text') } };
}

/** Another code, in the place of the one before. */
export async function sendAnother(): Promise<void> {
  const pending = await challengeCookie.get();
  if (!pending) redirect('/sign-in?notice=start-again');
  const source = await requestSource();
  const verdict = await ask('send-mailed-code', {
    challenge: pending.challenge,
    source: await askingSource(source),
  });
  if (verdict.verdict === 'yes') {
    const { customerId } = pending;
    recordAttempt({ customerId }, { kind: 'mailed-code-sent', outcome: 'yes' }, source);
    // It lives as long as the code does.
    await challengeCookie.set(pending);
    redirect('/sign-in/mailed-code?notice=sent');
  }
  if (verdict.verdict !== 'no') redirect('/sign-in/mailed-code?notice=unavailable');
  if (verdict.challenge === 'open') redirect('/sign-in/mailed-code?notice=later');
  await challengeCookie.clear();
  redirect('/sign-in?notice=start-again');
}
