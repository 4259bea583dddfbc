import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { foreignAddresses } from '../testing/foreign-addresses.ts';
import { guardRequest, headersMax, isScripted, upload } from './guard-request.ts';

const publicUrl = new URL('https://panel.example');

function guard(request: { method?: string; url?: string; headers?: Record<string, string> }) {
  const message = {
    method: 'GET',
    url: '/',
    ...request,
    headers: { host: 'panel.example', ...request.headers },
    rawHeaders: Object.entries(request.headers ?? {}).flat(),
    socket: { remoteAddress: '203.0.113.9' },
  } as unknown as IncomingMessage;
  return { guarded: guardRequest(message, publicUrl, []), headers: message.headers };
}

describe('a request that may not reach Next', () => {
  const origin = 'https://panel.example';
  test.each([
    ['a form without an origin', {}, 403],
    ['a form from another site', { origin: 'https://evil.example' }, 403],
    ['a form from a page that hides where it is', { origin: 'null' }, 403],
    ['a form from the same host by another scheme', { origin: 'http://panel.example' }, 403],
    ['a form from a page beside it', { origin, 'sec-fetch-site': 'same-site' }, 403],
    ['a form that the browser says is foreign', { origin, 'sec-fetch-site': 'cross-site' }, 403],
    ['a form from two origins', { origin: `${origin}, ${origin}` }, 403],
    ['a form from an origin in other letters', { origin: 'HTTPS://PANEL.EXAMPLE' }, 403],
    ['a form from an origin that ends like ours', { origin: 'https://xpanel.example' }, 403],
    ['a form from an origin that begins like ours', { origin: `${origin}.evil.example` }, 403],
    ['a form from our name at another port', { origin: `${origin}:444` }, 403],
    ['a form from an origin with a path', { origin: `${origin}/` }, 403],
    ['a form for another host', { origin, host: 'evil.example' }, 421],
    ['a body of undeclared length', { origin, 'transfer-encoding': 'chunked' }, 411],
    ['a body beyond bounds', { origin, 'content-length': '1000000' }, 413],
  ])('%s is refused', (_, headers, status) => {
    expect(guard({ method: 'POST', headers }).guarded).toMatchObject({ pass: false, status });
  });

  test('a page asked for by another name is found under the panel\u2019s own, and nowhere else', () => {
    for (const url of ['//evil.example/x', '/\\evil.example/x', '/x?next=//evil.example']) {
      const { guarded } = guard({ url, headers: { host: '127.0.0.1:3000' } });
      expect(guarded).toMatchObject({ status: 307 });
      expect(new URL((guarded as { location: string }).location).origin).toBe(origin);
    }
  });

  test('no address that is asked for by another name leads to another site', () => {
    for (const url of foreignAddresses) {
      const { guarded } = guard({ url, headers: { host: '127.0.0.1:3000' } });
      expect(guarded.pass, url).toBe(false);
      if ('location' in guarded) expect(new URL(guarded.location).origin, url).toBe(origin);
      else expect(guarded, url).toMatchObject({ status: 400 });
    }
  });

  test('nothing but the question of health is answered by another name', () => {
    const headers = { host: '127.0.0.1:3000' };
    expect(guard({ url: '/api/health', headers }).guarded).toEqual({ pass: true });
    for (const url of [
      '/api/health/../../sign-in',
      '/api/health/%2e%2e/auth/csrf',
      '/api/healthy',
    ]) {
      expect(guard({ url, headers }).guarded).toMatchObject({ pass: false });
    }
  });

  test('nothing but reading a page and posting a form is asked of it', () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']) {
      expect(guard({ method, headers: { origin } }).guarded).toMatchObject({ status: 405 });
    }
  });

  test('another site loads nothing of the panel into itself, and may link to it', () => {
    const fetched = (mode: string, dest: string, site = 'cross-site') =>
      guard({ headers: { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } })
        .guarded;
    for (const dest of ['script', 'image', 'style', 'empty', 'document']) {
      expect(fetched('no-cors', dest), dest).toMatchObject({ status: 403 });
      expect(fetched('no-cors', dest, 'same-site'), dest).toMatchObject({ status: 403 });
      expect(fetched('no-cors', dest, 'same-origin'), dest).toEqual({ pass: true });
    }
    for (const dest of ['iframe', 'frame', 'embed', 'object']) {
      expect(fetched('navigate', dest), dest).toMatchObject({ status: 403 });
    }
    expect(fetched('navigate', 'document')).toEqual({ pass: true });
    expect(fetched('navigate', 'document', 'none')).toEqual({ pass: true });
  });

  test('more headers than are looked at are refused, and one fewer are not', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, 'x']));
    expect(guard({ headers: many(headersMax) }).guarded).toEqual({ pass: true });
    expect(guard({ headers: many(headersMax + 1) }).guarded).toMatchObject({ status: 431 });
  });

  test('a request without a host is malformed', () => {
    expect(guard({ headers: { host: '' } }).guarded).toMatchObject({ status: 400 });
  });

  test('an address that is no text, or has no end, is malformed', () => {
    for (const url of [
      '/%',
      '/%ff',
      '/staff/resets/%',
      '/%c0%af',
      '/%ed%a0%80',
      '/x%00y',
      '/%u002f',
    ])
      expect(guard({ url }).guarded, url).toMatchObject({ status: 400 });
    expect(guard({ url: '/%C3%A9?x=%' }).guarded).toEqual({ pass: true });
  });

  test('a request that names another server than this one is malformed', () => {
    expect(guard({ url: 'http://evil.example/' }).guarded).toMatchObject({ status: 400 });
  });
});

test('a client cannot tell Next who it is, where it came from or which host it asked', () => {
  const { guarded, headers } = guard({
    url: '/sign-in?next=/x',
    headers: {
      'x-forwarded-for': '198.51.100.1',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-bulkhead-address': '198.51.100.1',
      'x-bulkhead-path': '/elsewhere',
      'x-middleware-subrequest': 'middleware',
      'x-bulkhead-request': '0f5dbb52-7a9b-4a52-8f0e-3a4f7b1e6c11',
    },
  });
  expect(guarded).toEqual({ pass: true });
  expect(headers).toEqual({
    host: 'panel.example',
    'x-bulkhead-address': '203.0.113.9',
    'x-bulkhead-path': '/sign-in?next=/x',
    'x-bulkhead-request': expect.stringMatching(/^(?!0f5dbb52)[0-9a-f-]{36}$/),
    'x-forwarded-host': 'panel.example',
    'x-forwarded-proto': 'https',
  });
});

test('each request has an id of its own', () => {
  const ids = Array.from({ length: 3 }, () => guard({}).headers['x-bulkhead-request']);
  expect(new Set(ids).size).toBe(3);
});

test('a list may be longer than a form where lists go, and nowhere else, and is bounded too', () => {
  const send = (url: string, length: number) =>
    guard({
      method: 'POST',
      url,
      headers: { origin: 'https://panel.example', 'content-length': String(length) },
    }).guarded;
  expect(send(upload.path, upload.maxBytes)).toEqual({ pass: true });
  expect(send(upload.path, upload.maxBytes + 1)).toMatchObject({ status: 413 });
  for (const url of [`${upload.path}/`, `${upload.path}?x`, `/x/..${upload.path}`, '/sign-in']) {
    expect(send(url, 1_000_000)).toMatchObject({ status: 413 });
  }
});

test('a form sent from the panel itself passes', () => {
  const headers = { origin: 'https://panel.example', 'content-length': '200' };
  expect(guard({ method: 'POST', headers }).guarded).toEqual({ pass: true });
});

test('a form cannot pass for a script: it has no header of its own, and only the id of an action counts as one', () => {
  const scripted = (action?: string) =>
    isScripted({ headers: { 'next-action': action } } as unknown as IncomingMessage);
  expect(scripted('4'.repeat(42))).toBe(true);
  for (const action of [undefined, '', 'x', '4'.repeat(39), `${'4'.repeat(42)}, x`, 'g'.repeat(42)])
    expect(scripted(action), action).toBe(false);
});
