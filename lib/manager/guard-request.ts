import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { requestIdHeader } from '../auth/contract.ts';
import type { Words } from '../words/load-words.ts';
import { addressHeader, clientAddress, pathHeader } from './client-address.ts';

/** What to do with a request before Next sees it. */
export type Guarded =
  | { pass: true }
  | { pass: false; status: 307; location: string }
  | {
      pass: false;
      status: 400 | 403 | 405 | 411 | 413 | 421 | 431;
      because: keyof Words['refusals'];
    };

/** Most headers of a request: Node drops those beyond its own bound unseen, which lies above this one. */
export const headersMax = 100;
/** Largest request body, bytes: the panel's forms are short. */
export const bodyMaxBytes = 256 * 1024;
/** Where longer ones go, and how long: a list of a million customers, read as it comes and never held. */
export const upload = { path: '/staff/resets/lists/upload', maxBytes: 64 * 1024 * 1024 };

/**
 * Decides whether a request may reach Next, and leaves on it only headers that can be believed.
 * Next lets a POST without Origin pass and prefers `X-Forwarded-Host` to `Host`: neither happens here.
 *
 * @param request changed in place: proxies' and our own headers are dropped, the address and an id are set.
 * @param publicUrl the panel's own address.
 * @param proxies addresses and CIDR blocks that are trusted.
 */
export function guardRequest(
  request: IncomingMessage,
  publicUrl: URL,
  proxies: readonly string[],
): Guarded {
  const { headers, method = 'GET', url = '/' } = request;
  const address = clientAddress(request.socket.remoteAddress ?? '', forwarded(headers), proxies);
  for (const name of Object.keys(headers)) {
    if (
      /^(x-forwarded|x-bulkhead|x-middleware|x-nextjs|x-invoke|forwarded$|x-real-ip$)/.test(name)
    ) {
      delete headers[name];
    }
  }
  headers[addressHeader] = address;
  // Never a stranger's: it stands in logs and in the journal, where it must say what we know.
  headers[requestIdHeader] = randomUUID();
  headers[pathHeader] = safePath(url);
  if (request.rawHeaders.length > 2 * headersMax) {
    return { pass: false, status: 431, because: 'too-many-headers' };
  }
  if (!url.startsWith('/') || !headers.host || !isDecodable(url))
    return { pass: false, status: 400, because: 'malformed' };
  // Next would render a page for any method it does not know, and fails on some.
  if (!['GET', 'HEAD', 'POST'].includes(method)) {
    return { pass: false, status: 405, because: 'method' };
  }
  const reading = method === 'GET' || method === 'HEAD';
  if (headers.host !== publicUrl.host && url !== '/api/health') {
    // After an action Next asks itself for the next page by its own address, where a redirect would
    // cost it the cookies and the client's address. Told no, it leaves that to the browser.
    return reading && !headers.rsc
      ? { pass: false, status: 307, location: new URL(safePath(url), publicUrl).href }
      : { pass: false, status: 421, because: 'elsewhere' };
  }
  headers['x-forwarded-host'] = publicUrl.host;
  headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1);
  if (!reading && (headers.origin !== publicUrl.origin || isForeign(headers))) {
    return { pass: false, status: 403, because: 'not-ours' };
  }
  // A link may lead here from anywhere; what another site loads into itself it would only measure.
  if (isForeign(headers) && !isFollowed(headers)) {
    return { pass: false, status: 403, because: 'other-sites' };
  }
  // Browsers declare a form's length; a body that grows as it comes could not be bounded beforehand.
  if (headers['transfer-encoding']) return { pass: false, status: 411, because: 'length-missing' };
  const maxBytes = url === upload.path ? upload.maxBytes : bodyMaxBytes;
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    return { pass: false, status: 413, because: 'too-long' };
  }
  return { pass: true };
}

// What browsers say of where a request comes from, and no page can change. Older ones say nothing.
function isForeign(headers: IncomingMessage['headers']): boolean {
  const from = headers['sec-fetch-site'];
  return from !== undefined && from !== 'same-origin' && from !== 'none';
}

function isFollowed(headers: IncomingMessage['headers']): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** Whether a form cannot have sent this: a page of another site would have to ask first, and is told no. */
export function isScripted({ headers }: IncomingMessage): boolean {
  return /^[0-9a-f]{40,44}$/.test(String(headers['next-action'] ?? ''));
}

// Next fails on a page whose variables it cannot decode.
function isDecodable(url: string): boolean {
  try {
    return !decodeURIComponent(url.split('?')[0] ?? '').includes('\0');
  } catch {
    return false;
  }
}

function forwarded(headers: IncomingMessage['headers']): string | undefined {
  const value = headers['x-forwarded-for'];
  return Array.isArray(value) ? value.join(',') : value;
}

// `//host/path` would be read as another origin, also with what browsers skip between the slashes.
function safePath(url: string): string {
  return url.replace(/^[/\\\s\p{Cc}]+/u, '/');
}
