'use server';

import type { PasswordRating } from '../../components/password-strength.tsx';
import { linkCookie } from '../../lib/sessions/link-cookie.ts';
import { findLinkBearer } from './link-bearer.ts';
import { ratePassword } from './rate-password.ts';

/** Rates what is typed behind a mailed link; nobody without one gets an answer. */
export async function rateChosen(form: FormData): Promise<PasswordRating | null> {
  const link = await linkCookie.get();
  const bearer = link && (await findLinkBearer(link.token));
  return bearer && ratePassword(form, bearer);
}
