'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { environment } from '../lib/manager/environment.ts';
import { languageCookie, languages } from '../lib/words/languages.ts';

/** Remembers the language chosen in the footer, in this browser; the page answers in it at once. */
export async function setLanguage(form: FormData): Promise<void> {
  const language = languages.find((known) => known === form.get('language'));
  if (!language) return;
  (await cookies()).set(languageCookie, language, {
    httpOnly: true,
    sameSite: 'lax',
    secure: environment().publicUrl.protocol === 'https:',
    path: '/',
    maxAge: 365 * 24 * 3600,
  });
  revalidatePath('/', 'layout');
}
