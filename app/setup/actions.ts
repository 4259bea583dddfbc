'use server';

import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../components/form-state.ts';
import { email as emailShape, verbs } from '../../lib/auth/contract.ts';
import { createFirstStaff } from '../../lib/customers/create-first-staff.ts';
import { requestSource } from '../../lib/manager/request.ts';
import { setupCookie } from '../../lib/sessions/link-cookie.ts';
import { refusalWords, typedTwice } from '../(sign-in)/password-errors.ts';

type State = FormState<'name' | 'email' | 'password' | 'repeat'>;

/** Makes the first staff account by the one-time set-up link in the cookie. */
export async function completeSetup(_: State, form: FormData): Promise<State> {
  const t = await getTranslations('setup');
  const link = await setupCookie.get();
  if (!link) redirect('/setup');

  const values = {
    name: text(form, 'name').trim().slice(0, 200),
    email: text(form, 'email').trim(),
  };
  const email = emailShape.safeParse(values.email);
  const password = text(form, 'password');
  const errors = {
    ...(!values.name && { name: t('error.name') }),
    ...(!email.success && { email: t('error.email') }),
    ...(await typedTwice(password, text(form, 'repeat'))),
  };
  if (!email.success || Object.keys(errors).length > 0) return { errors, values };

  const setup = {
    token: link.token,
    email: email.data,
    language: await getLocale(),
    password,
    source: await requestSource(),
  };
  if (!verbs['complete-setup'].request.shape.password.safeParse(password).success) {
    return { errors: { password: await refusalWords({ because: 'too-long' }, false) }, values };
  }
  const verdict = await createFirstStaff({ ...setup, name: values.name });

  switch (verdict.verdict) {
    case 'yes':
      await setupCookie.clear();
      redirect('/sign-in?notice=set-up');
      break;
    case 'refused':
      return { errors: { password: await refusalWords(verdict, false) }, values };
    case 'exists':
      return { errors: { email: t('error.exists') }, values };
    case 'no':
      await setupCookie.clear();
      redirect('/setup');
      break;
    default:
      return { problem: { title: t('unavailable.title'), text: t('unavailable.text') }, values };
  }
}
