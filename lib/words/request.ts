import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { chooseLanguage, languageCookie } from './languages.ts';
import { loadWords } from './load-words.ts';

/** What next-intl asks once a request: which language, and its words. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(languageCookie)?.value;
  const language = chooseLanguage(chosen, (await headers()).get('accept-language'));
  // Times are stored and shown in UTC, and say so: the reader's own zone is unknown without JavaScript.
  return { locale: language, messages: loadWords(language), timeZone: 'UTC' };
});
