'use server';

import type { PasswordRating } from '../../../../components/password-strength.tsx';
import { hasSecondFactor } from '../../../../lib/credentials/has-second-factor.ts';
import { passwordContext } from '../../../../lib/customers/password-context.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { ratePassword } from '../../../(sign-in)/rate-password.ts';

/** Rates what a customer types as their new password. */
export async function rateOwnPassword(form: FormData): Promise<PasswordRating | null> {
  const { customer } = await requireCustomer();
  const context = { ...passwordContext(customer), email: customer.email };
  return ratePassword(form, { context, secondFactor: await hasSecondFactor(customer.id) });
}
