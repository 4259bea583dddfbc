'use server';

import { text } from '../../components/form-state.ts';
import type { PasswordRating } from '../../components/password-strength.tsx';
import { passwordContext } from '../../lib/customers/password-context.ts';
import { setupCookie } from '../../lib/sessions/link-cookie.ts';
import { ratePassword } from '../(sign-in)/rate-password.ts';

/** Rates what the first staff member types; nobody without the set-up link gets an answer. */
export async function rateFirstPassword(form: FormData): Promise<PasswordRating | null> {
  if (!(await setupCookie.get())) return null;
  const name = text(form, 'name');
  const context = { ...passwordContext({ name }), email: text(form, 'email') };
  return ratePassword(form, { context, secondFactor: false });
}
