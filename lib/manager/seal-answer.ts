import type { ServerResponse } from 'node:http';
import { requestIdHeader } from '../auth/contract.ts';
import { responseHeaders } from './response-headers.ts';

// Built once, named by their content, the same for everybody.
const forEverybody = /^\/(_next\/static\/|icon\.svg(\?|$))/;
// Scripts, styles and fonts. What a page may use is said by the page, and their requests are not logged: said by each
// again, it would be a third of what a short one weighs.
const forPages = /^\/_next\/static\//;
const ofPages = ['permissions-policy', requestIdHeader];
/** Where an answer leads on to: by the browser, and by Next's own client after an action. */
const leading = ['location', 'x-action-redirect'];

/**
 * Puts the headers of every answer on this one. Two things are settled last, when it is sent, as Next has words of
 * its own for pages, redirects, data and errors each: that it is kept nowhere, and that it leads nowhere else.
 *
 * @param url what was asked for.
 * @param publicUrl the panel's own address.
 */
export function sealAnswer(
  response: ServerResponse,
  url: string,
  publicUrl: URL,
  nonce: string,
): void {
  const headers = responseHeaders(publicUrl.protocol === 'https:', nonce);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (status >= 400 || !forEverybody.test(url)) response.setHeader('cache-control', 'no-store');
    else if (forPages.test(url)) for (const name of ofPages) response.removeHeader(name);
    for (const name of leading) {
      const to = response.getHeader(name);
      if (to !== undefined && !staysHere(String(to), publicUrl)) response.setHeader(name, '/');
    }
    return writeHead(status, ...rest);
  };
}

// Nothing of the panel leads elsewhere: whatever would was made of what somebody sent.
function staysHere(to: string, publicUrl: URL): boolean {
  return !/[\\\s\p{Cc}]/u.test(to) && URL.parse(to, publicUrl)?.origin === publicUrl.origin;
}
