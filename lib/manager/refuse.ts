import type { IncomingMessage, ServerResponse } from 'node:http';
import { createTranslator } from 'use-intl/core';
import { cookieName } from '../sessions/cookie-names.ts';
import { chooseLanguage } from '../words/languages.ts';
import { loadWords } from '../words/load-words.ts';
import type { Guarded } from './guard-request.ts';

/**
 * Answers in plain text what does not reach Next, in the language that pages would have.
 *
 * @param publicUrl the panel's own address.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  guarded: Exclude<Guarded, { pass: true }>,
  publicUrl: URL,
): null {
  const headers = { 'content-type': 'text/plain; charset=utf-8', connection: 'close' };
  if (guarded.status === 307) {
    response.writeHead(307, { ...headers, location: guarded.location }).end();
    return null;
  }
  const locale = languageOf(request, publicUrl.protocol === 'https:');
  const t = createTranslator({ locale, messages: loadWords(locale).refusals });
  response.writeHead(guarded.status, { ...headers, 'content-language': locale });
  response.end(t(guarded.because, { origin: publicUrl.origin }));
  return null;
}

function languageOf({ headers }: IncomingMessage, secure: boolean) {
  const cookie = new RegExp(`(?:^|;\\s*)${cookieName('language', secure)}=(\\w+)(?:;|$)`);
  const [, chosen] = cookie.exec(headers.cookie ?? '') ?? [];
  return chooseLanguage(chosen, headers['accept-language'] ?? null);
}
