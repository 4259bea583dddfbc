import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { environment } from '../manager/environment.ts';
import { cookieName } from '../sessions/cookie-names.ts';
import { chooseLanguage } from './languages.ts';
import { loadWords } from './load-words.ts';

/** What next-intl asks once a request: which language, and its words. */
export default getRequestConfig(async () => {
  // Before the environment is asked: while pages are built there is neither a request nor one.
  const jar = await cookies();
  const secure = environment().publicUrl.protocol === 'https:';
  const chosen = jar.get(cookieName('language', secure))?.value;
  const language = chooseLanguage(chosen, (await headers()).get('accept-language'));
  // Times are stored and shown in UTC, and say so: the reader's own zone is unknown without JavaScript.
  return { locale: language, messages: loadWords(language), timeZone: 'UTC' };
});
