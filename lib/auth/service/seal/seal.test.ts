import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { HeldKeys } from '../keys/hold-keys.ts';
import { makeKeys } from '../testing/bench.ts';
import { emailPlace, totpKeyPlace } from './places.ts';
import { seal, unseal } from './seal.ts';

const keys = makeKeys() as HeldKeys;
const place = totpKeyPlace(randomUUID());
const value = randomBytes(20);

it('opens where it was sealed', () => {
  expect(unseal(keys, place, seal(keys, place, value))).toEqual(value);
});

it('never seals alike twice', () => {
  expect(seal(keys, place, value)).not.toEqual(seal(keys, place, value));
});

it('does not open for another subject, purpose or column', () => {
  const sealed = seal(keys, place, value);
  expect(unseal(keys, totpKeyPlace(randomUUID()), sealed)).toBeNull();
  expect(unseal(keys, emailPlace(place.subject), sealed)).toBeNull();
  expect(unseal(keys, { ...place, column: 'other' }, sealed)).toBeNull();
});

it('does not open with any one byte altered, or any number of bytes missing', () => {
  const sealed = seal(keys, place, value);
  for (let at = 0; at < sealed.length; at++) {
    const altered = Uint8Array.from(sealed);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(unseal(keys, place, altered)).toBeNull();
    expect(unseal(keys, place, sealed.subarray(0, at))).toBeNull();
  }
});

it('opens what an older key sealed, and nothing of a key we do not hold', () => {
  const sealed = seal(keys, place, value);
  const byVersion = new Map([...keys.keyEncryption.byVersion, [2, randomBytes(32)] as const]);
  expect(unseal({ ...keys, keyEncryption: { current: 2, byVersion } }, place, sealed)).toEqual(
    value,
  );
  expect(unseal(makeKeys(), place, sealed)).toBeNull();
});
