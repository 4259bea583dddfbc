'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { beginAuthenticator } from '../../../../lib/credentials/begin-authenticator.ts';
import { confirmAuthenticator } from '../../../../lib/credentials/confirm-authenticator.ts';
import { enrolmentCookie } from '../../../../lib/credentials/enrolment-cookie.ts';
import { readFactor } from '../../../../lib/credentials/read-factor.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';

type BeginState = FormState<'password' | 'code'>;

/** Takes the password again and makes a key; the page then shows it. */
export async function beginEnrolment(_: BeginState, form: FormData): Promise<BeginState> {
  const signedIn = await requireCustomer();
  const t = await getTranslations('security');
  const password = text(form, 'password');
  const begun = await beginAuthenticator(
    signedIn,
    password,
    await requestSource(),
    await readFactor(form),
  );
  if (begun === 'yes') redirect('/security/authenticator');
  if (begun === 'no') return { errors: { password: t('authenticator.wrongPassword') } };
  return { problem: { title: t('unavailable.title'), text: t('unavailable.unsure') } };
}

export interface ConfirmState extends FormState<'code'> {
  /** The key that was shown is no longer awaited: why, and what to do. */
  over?: string;
  /** Shown in this one answer and kept nowhere. Secret. */
  recoveryCodes?: string[];
}

/** Takes the first code of the new key; the answer carries the recovery codes, this once. */
export async function confirmEnrolment(_: ConfirmState, form: FormData): Promise<ConfirmState> {
  const signedIn = await requireCustomer();
  const t = await getTranslations('security');
  const begun = await enrolmentCookie.get();
  if (begun?.sessionId !== signedIn.session.id) {
    // A cookie that changes has the page drawn anew, without the key.
    await enrolmentCookie.clear();
    return { over: t('authenticator.over') };
  }
  const code = text(form, 'code').replaceAll(/\s/g, '');
  const verdict = await confirmAuthenticator(signedIn, code, await requestSource());
  switch (verdict.verdict) {
    case 'yes':
      await enrolmentCookie.clear();
      // Those of an earlier passkey stay.
      if (!verdict.recoveryCodes) redirect('/security?notice=authenticator-added');
      return { recoveryCodes: verdict.recoveryCodes };
    case 'no':
      return { errors: { code: t('authenticator.wrongCode') } };
    default:
      return { problem: { title: t('unavailable.title'), text: t('unavailable.unsure') } };
  }
}

/** Forgets the key that was shown. It was pending, and opens nothing. */
export async function cancelEnrolment(): Promise<void> {
  await requireCustomer();
  await enrolmentCookie.clear();
  redirect('/security');
}
