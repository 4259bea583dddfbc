import { generateSync } from 'otplib';
import { expect, it } from 'vitest';
import { makeTotpKey, matchStep, parseTotpKey, presentTotpKey } from './totp-key.ts';

const key = makeTotpKey();
const { key: secret } = presentTotpKey(key, 'Bulkhead', 'zoe@example.com');
const now = new Date('2026-11-23T12:00:10Z');
const step = Math.floor(now.getTime() / 30_000);
const codeAt = (offset: number) => generateSync({ secret, epoch: (step + offset) * 30 });

it('matches the code of this step and of the one before, and says which', () => {
  expect(matchStep(key, codeAt(0), now)).toBe(step);
  expect(matchStep(key, codeAt(-1), now)).toBe(step - 1);
  expect(matchStep(key, ` ${codeAt(0).slice(0, 3)} ${codeAt(0).slice(3)} `, now)).toBe(step);
});

it('matches no code to come and none older', () => {
  expect(matchStep(key, codeAt(1), now)).toBeNull();
  expect(matchStep(key, codeAt(-2), now)).toBeNull();
});

it('takes what cannot be a code for a wrong one', () => {
  for (const code of [
    '',
    '12345',
    '1234567',
    'abcdef',
    '１２３４５６',
    '12345\0',
    '-12345',
    '1e5',
  ]) {
    expect(matchStep(key, code, now)).toBeNull();
  }
});

it('follows RFC 6238, appendix B', () => {
  const seed = Buffer.from('12345678901234567890');
  expect(matchStep(seed, '287082', new Date(59_000))).toBe(1);
  expect(matchStep(seed, '081804', new Date(1_111_111_109_000))).toBe(37_037_036);
});

it('shows a key that authenticator apps read back', () => {
  const { uri } = presentTotpKey(key, 'Bulkhead', 'zoe@example.com');
  expect(uri).toMatch(/^otpauth:\/\/totp\/Bulkhead:zoe%40example\.com\?/);
  expect(new URL(uri).searchParams.get('secret')).toBe(secret);
  expect(parseTotpKey(secret)).toEqual(key);
  expect(parseTotpKey(secret.toLowerCase().replace(/(.{4})/g, '$1 '))).toEqual(key);
});

it('reads no key that is not base32 or is under 80 bits', () => {
  for (const text of ['', 'JBSWY3DP', '0189', 'not base32!', 'A'.repeat(1_000)]) {
    expect(parseTotpKey(text)).toBeNull();
  }
  expect(parseTotpKey('JBSWY3DPEHPK3PXP')).toHaveLength(10);
});
