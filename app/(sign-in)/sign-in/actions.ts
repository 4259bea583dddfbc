'use server';

import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../components/form-state.ts';
import { ask } from '../../../lib/auth/client.ts';
import { type VerdictOf, verbs } from '../../../lib/auth/contract.ts';
import { database } from '../../../lib/manager/database.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { translateReason } from '../../../lib/resets/translate-reason.ts';
import { askingSource } from '../../../lib/sessions/asking-source.ts';
import { challengeCookie } from '../../../lib/sessions/challenge-cookie.ts';
import { deviceCookie } from '../../../lib/sessions/device-cookie.ts';
import { findCustomerId } from '../../../lib/sessions/find-customer-id.ts';
import { recordAttempt } from '../../../lib/sessions/record-attempt.ts';
import { safeNext } from '../../../lib/sessions/safe-next.ts';
import { signInWithGrant } from '../../../lib/sessions/sign-in-with-grant.ts';
import { knownLanguage } from '../../../lib/words/languages.ts';

export interface SignInState extends FormState<'email' | 'password'> {
  /** The password was right and no longer opens anything: why, with the staff's own words where there are any. */
  reset?: { text: string; reason: string; what: string };
}

/** Email and password in; on to where the customer was going, to the code, or one message for every no. */
export async function signIn(_: SignInState, form: FormData): Promise<SignInState> {
  const t = await getTranslations('sign-in');
  const email = text(form, 'email').trim();
  const password = text(form, 'password');
  const next = safeNext(form.get('next'));
  const values = { email };
  if (!email || !password) {
    const errors = {
      ...(!email && { email: t('required.email') }),
      ...(!password && { password: t('required.password') }),
    };
    return { errors, values };
  }

  const refused = { problem: { title: t('no.title'), text: t('no.text') }, values };
  const source = await requestSource();
  const request = { email, password, source: await askingSource(source) };
  if (!verbs['verify-password'].request.safeParse(request).success) return refused;
  const verdict = await ask('verify-password', request);

  switch (verdict.verdict) {
    case 'yes':
      await deviceCookie.set(verdict.device);
      redirect((await signInWithGrant(verdict.grant)) ? next : '/sign-in?notice=not-started');
      break;
    case 'second-factor': {
      const customerId = await findCustomerId(email);
      const { challenge, methods } = verdict;
      const asks = 'second-factor';
      await challengeCookie.set({ challenge, asks, methods, email, customerId, next });
      redirect('/sign-in/code');
      break;
    }
    case 'mailed-code': {
      const customerId = await findCustomerId(email);
      recordAttempt({ customerId }, { kind: 'mailed-code-sent', outcome: 'yes' }, source);
      const { challenge } = verdict;
      const asks = 'mailed-code';
      await challengeCookie.set({ challenge, asks, methods: [], email, customerId, next });
      redirect('/sign-in/mailed-code');
      break;
    }
    case 'reset-required':
      recordAttempt({ email }, { kind: 'sign-in', outcome: 'no' }, source);
      return { reset: await explainReset(verdict, email), values };
    case 'no':
      recordAttempt({ email }, { kind: 'sign-in', outcome: 'no' }, source);
      return refused;
    default:
      return { problem: { title: t('unavailable.title'), text: t('unavailable.text') }, values };
  }
}

type ResetRequired = Extract<VerdictOf<'verify-password'>, { verdict: 'reset-required' }>;

async function explainReset({ because, reason, weakness }: ResetRequired, email: string) {
  const t = await getTranslations('sign-in.reset');
  const language = knownLanguage(await getLocale());
  const inTheirs =
    because === 'reset' ? await translateReason(database(), reason, language) : reason;
  const again = because === 'authenticator-void' || because === 'second-factor-disabled';
  return {
    text: t(because),
    reason: weakness ? t(`weak.${weakness}`) : inTheirs,
    what: t(again ? 'whatAgain' : 'what', { email }),
  };
}
