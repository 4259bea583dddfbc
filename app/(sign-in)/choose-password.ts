'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../components/form-state.ts';
import { ask } from '../../lib/auth/client.ts';
import { type VerdictOf, verbs } from '../../lib/auth/contract.ts';
import { readFactor } from '../../lib/credentials/read-factor.ts';
import { database } from '../../lib/manager/database.ts';
import { type RequestSource, requestSource } from '../../lib/manager/request.ts';
import { askingSource } from '../../lib/sessions/asking-source.ts';
import { deviceCookie } from '../../lib/sessions/device-cookie.ts';
import { linkCookie } from '../../lib/sessions/link-cookie.ts';
import { recordAttempt } from '../../lib/sessions/record-attempt.ts';
import { settleNewPassword } from '../../lib/sessions/settle-new-password.ts';
import { findLinkBearer } from './link-bearer.ts';
import { refusalWords, typedTwice } from './password-errors.ts';

type State = FormState<'password' | 'repeat' | 'code'>;

const wrongWords = {
  totp: 'error.wrong-code',
  'recovery-code': 'error.wrong-recovery-code',
  passkey: 'error.wrong-passkey',
} as const;

/** Sets a new password by the mailed link in the cookie. Never signs anybody in: that takes the password. */
export async function choosePassword(_: State, form: FormData): Promise<State> {
  const t = await getTranslations('reset');
  const link = await linkCookie.get();
  if (!link) redirect(form.get('purpose') === 'invitation' ? '/invitation' : '/reset');

  const password = text(form, 'password');
  const unlike = await typedTwice(password, text(form, 'repeat'));
  if (unlike) return { errors: unlike };
  const secondFactor = form.has('method');
  const factor = secondFactor ? await readFactor(form) : null;
  if (secondFactor && !factor) {
    const passkey = form.get('method') === 'passkey';
    return { errors: { code: t(passkey ? 'error.wrong-passkey' : 'error.code') } };
  }

  const source = await requestSource();
  const bearer = await findLinkBearer(link.token);
  const { name, company } = bearer?.context ?? {};
  const request = {
    token: link.token,
    password,
    context: { name, company },
    ...factor,
    source: await askingSource(source),
  } as const;
  if (!verbs['complete-link'].request.safeParse(request).success) {
    return { errors: { password: await refusalWords({ because: 'too-long' }, secondFactor) } };
  }
  const verdict = await ask('complete-link', request);

  switch (verdict.verdict) {
    case 'yes': {
      await linkCookie.clear();
      await deviceCookie.set(verdict.device);
      const settled = await settle(verdict, source);
      redirect(`/sign-in?notice=${settled ? 'password-set' : 'password-set-sessions-open'}`);
      break;
    }
    case 'refused':
      return { errors: { password: await refusalWords(verdict, secondFactor) } };
    case 'wrong-code':
      recordAttempt(
        { customerId: bearer?.id ?? null },
        { kind: 'password-reset', outcome: 'no' },
        source,
      );
      return {
        errors: { code: t(wrongWords[factor?.method ?? 'totp']) },
      };
    case 'no':
      await linkCookie.clear();
      redirect(form.get('purpose') === 'invitation' ? '/invitation' : '/reset');
      break;
    default:
      return { problem: { title: t('unavailable.title'), text: t('unavailable.text') } };
  }
}

// The password is set, whatever becomes of this: the customer must hear of that, and of what is left to do.
async function settle(
  verdict: Extract<VerdictOf<'complete-link'>, { verdict: 'yes' }>,
  source: RequestSource,
): Promise<boolean> {
  try {
    await settleNewPassword(database(), verdict, source);
    return true;
  } catch {
    return false;
  }
}
