import { expect, it } from 'vitest';
import { makeKeys } from '../testing/bench.ts';
import { openPasswords } from './judge.ts';

const keys = makeKeys();
const passwords = openPasswords(keys, 10);

it('says yes to the password that was hashed, in any Unicode form, and no to another', async () => {
  const stored = await passwords.hash('crème brûlée');
  expect(await passwords.judge('crème brûlée'.normalize('NFD'), stored)).toEqual({
    right: true,
    replacement: null,
    damaged: false,
  });
  expect(await passwords.judge('creme brulee', stored)).toMatchObject({ right: false });
});

it('tells passwords apart beyond the 72 bytes that bcrypt reads, and after a NUL', async () => {
  const long = 'x'.repeat(100);
  const stored = await passwords.hash(`${long}a`);
  expect(await passwords.judge(`${long}b`, stored)).toMatchObject({ right: false });
  const nul = await passwords.hash('a\0b');
  expect(await passwords.judge('a\0c', nul)).toMatchObject({ right: false });
});

it('replaces a hash of a lower cost or an older pepper, once the password is right', async () => {
  const higher = openPasswords(keys, 11);
  const stored = await passwords.hash('amber-timber-quartz');
  expect((await higher.judge('amber-timber-quartz', stored)).replacement).toMatchObject({
    cost: 11,
  });
  expect((await higher.judge('wrong', stored)).replacement).toBeNull();

  const byVersion = new Map([...keys.peppers.byVersion, [2, Buffer.alloc(48, 7)] as const]);
  const rotated = openPasswords({ ...keys, peppers: { current: 2, byVersion } }, 10);
  const judgement = await rotated.judge('amber-timber-quartz', stored);
  expect(judgement.replacement).toMatchObject({ pepperVersion: 2 });
  expect(await rotated.judge('amber-timber-quartz', judgement.replacement)).toMatchObject({
    right: true,
  });
});

it('cannot verify a hash without the pepper it was made with', async () => {
  const stored = await passwords.hash('amber-timber-quartz');
  const other = openPasswords(makeKeys(), 10);
  expect(await other.judge('amber-timber-quartz', stored)).toMatchObject({ right: false });
});

it('takes a stored hash that was cut, lengthened or mislabelled for damaged, never for right', async () => {
  const stored = await passwords.hash('amber-timber-quartz');
  const faults = [
    { hash: stored.hash.slice(0, -1) },
    { hash: `${stored.hash}\0junk` },
    { hash: '' },
    { hash: stored.hash.replace('$10$', '$04$') },
    { cost: 11 },
    { scheme: 'bcrypt', hash: 'plain' },
    { scheme: 'sha256-crypt' },
    { pepperVersion: 9 },
    { pepperVersion: null },
  ];
  for (const fault of faults) {
    expect(await passwords.judge('amber-timber-quartz', { ...stored, ...fault })).toEqual({
      right: false,
      replacement: null,
      damaged: true,
    });
  }
});
