'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { chooseLanguage } from '../lib/customers/choose-language.ts';
import { environment } from '../lib/manager/environment.ts';
import { requestSource } from '../lib/manager/request.ts';
import { cookieName, cookieOptions } from '../lib/sessions/cookie-names.ts';
import { getSignedIn } from '../lib/sessions/get-signed-in.ts';
import { type Language, languages } from '../lib/words/languages.ts';

/** Remembers the language chosen in the footer, in this browser; the page answers in it at once. */
export async function setLanguage(form: FormData): Promise<void> {
  const language = languages.find((known) => known === form.get('language'));
  if (!language) return;
  const secure = environment().publicUrl.protocol === 'https:';
  (await cookies()).set(cookieName('language', secure), language, {
    ...cookieOptions(secure),
    maxAge: 365 * 24 * 3600,
  });
  await tellThePanel(language);
  revalidatePath('/', 'layout');
}

// Somebody signed in is written to in the language they chose. An outage must not keep the page from it.
async function tellThePanel(language: Language): Promise<void> {
  try {
    const signedIn = await getSignedIn();
    if (signedIn) await chooseLanguage(signedIn.customer.id, language, await requestSource());
  } catch {}
}
