'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { findTheme } from '../lib/appearance/themes.ts';
import { environment } from '../lib/manager/environment.ts';
import { cookieName, cookieOptions } from '../lib/sessions/cookie-names.ts';

/** Remembers the theme chosen in the footer, in this browser; the page answers in it at once. */
export async function setTheme(form: FormData): Promise<void> {
  const theme = findTheme(form.get('theme'));
  if (!theme) return;
  const secure = environment().publicUrl.protocol === 'https:';
  (await cookies()).set(cookieName('theme', secure), theme, {
    ...cookieOptions(secure),
    // Like the machine is what a browser without the cookie gets.
    maxAge: theme === 'system' ? 0 : 365 * 24 * 3600,
  });
  revalidatePath('/', 'layout');
}
