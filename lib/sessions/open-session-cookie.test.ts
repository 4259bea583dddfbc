import { decode, encode } from 'next-auth/jwt';
import { expect, it, test } from 'vitest';
import { openSessionCookie } from './open-session-cookie.ts';
import { newSessionToken } from './session-token.ts';

const secret = 'a secret of thirty-two characters';
const session = newSessionToken();
const seal = (more: Partial<Parameters<typeof encode>[0]> = {}) =>
  encode({ token: { session }, secret, maxAge: 3_600, ...more });

test('what next-auth seals is opened as next-auth opens it', async () => {
  const cookie = await seal();
  expect(await decode({ token: cookie, secret })).toMatchObject({ session });
  expect(await openSessionCookie(cookie, secret)).toBe(session);
});

test('a bit turned anywhere opens nothing', async () => {
  const parts = (await seal()).split('.');
  for (const [place, part] of parts.entries()) {
    const bytes = Buffer.from(part, 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const turned = Buffer.from(bytes);
      turned[index] = (turned[index] ?? 0) ^ 1;
      const forged = parts.with(place, turned.toString('base64url')).join('.');
      expect(await openSessionCookie(forged, secret)).toBeNull();
    }
  }
});

test('a proof cut short opens nothing: four bytes of one could be guessed', async () => {
  const parts = (await seal()).split('.');
  for (let length = 0; length < 16; length++) {
    const tag = Buffer.from(parts[4] ?? '', 'base64url').subarray(0, length);
    expect(
      await openSessionCookie(parts.with(4, tag.toString('base64url')).join('.'), secret),
    ).toBeNull();
  }
});

test('what is over, by more than clocks differ, opens nothing', async () => {
  expect(await openSessionCookie(await seal({ maxAge: -16 }), secret)).toBeNull();
  expect(await openSessionCookie(await seal({ maxAge: -10 }), secret)).toBe(session);
});

test('neither another secret nor a cookie of another kind opens anything', async () => {
  expect(await openSessionCookie(await seal(), `${secret}!`)).toBeNull();
  expect(await openSessionCookie(await seal({ salt: 'challenge' }), secret)).toBeNull();
  expect(
    await openSessionCookie(await seal({ token: { session: 7 as never } }), secret),
  ).toBeNull();
  expect(await openSessionCookie(await seal({ token: {} }), secret)).toBeNull();
});

it.each([
  '',
  '....',
  'eyJhbGciOiJub25lIn0.e30.',
  session,
  `${Buffer.from('{"alg":"dir","enc":"A256GCM","zip":"DEF"}').toString('base64url')}..a.b.c`,
  'a'.repeat(8_000),
])('%.40j opens nothing, and nothing is thrown', async (cookie) => {
  expect(await openSessionCookie(cookie, secret)).toBeNull();
});
