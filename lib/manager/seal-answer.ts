import type { ServerResponse } from 'node:http';
import { responseHeaders } from './response-headers.ts';

// Built once, named by their content, the same for everybody.
const forEverybody = /^\/(_next\/static\/|icon\.svg(\?|$))/;

/**
 * Puts the headers of every answer on this one. That it is kept nowhere is settled last, when it is sent: Next
 * has a word of its own for pages, redirects, data and errors each, and some of those may be kept.
 *
 * @param url what was asked for.
 */
export function sealAnswer(
  response: ServerResponse,
  url: string,
  secure: boolean,
  nonce: string,
): void {
  for (const [name, value] of Object.entries(responseHeaders(secure, nonce))) {
    response.setHeader(name, value);
  }
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (status >= 400 || !forEverybody.test(url)) response.setHeader('cache-control', 'no-store');
    return writeHead(status, ...rest);
  };
}
