import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Canaries, canaryWord, formsOf } from './canaries.ts';

const secrets: [string, string | Buffer][] = [
  ['letters', canaryWord()],
  ['a password with marks', 'pépper "quartz" & 密码 / a+b=c'],
  ['bytes', createHash('sha256').update('x').digest()],
  ['a code', '482913'],
];
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const around = (value: string) => `{"time":"2026-11-23T12:00:00.482Z","words":"x ${value} y"}`;

describe.each(secrets)('%s', (what, secret) => {
  const canaries = new Canaries();
  canaries.add(what, secret);
  const bytes = Buffer.from(secret as string);

  test('is found in each form there is, in the middle of other text', () => {
    for (const [form, value] of formsOf(bytes)) {
      expect(canaries.find(around(value)), form).not.toEqual([]);
    }
    expect(canaries.find(around(bytes.toString('hex').toUpperCase()))).not.toEqual([]);
  });

  test('is found within something that was encoded as a whole', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const whole = Buffer.concat([Buffer.from(before), bytes, Buffer.from('after')]);
      expect(canaries.find(whole.toString('base64'))).not.toEqual([]);
      expect(canaries.find(whole.toString('base64url'))).not.toEqual([]);
      expect(canaries.find(whole.toString('hex'))).not.toEqual([]);
      expect(canaries.find(JSON.stringify(whole))).not.toEqual([]);
    }
  });

  test('is not found where it is not', () => {
    const other = around(sha256('other') + sha256('another').toUpperCase() + canaryWord(200));
    expect(canaries.find(other)).toEqual([]);
  });
});

test('half of a secret is found, and what is said of it is its name alone', () => {
  const canaries = new Canaries();
  const word = canaries.add('a password', canaryWord(30));
  const found = canaries.find(around(word.slice(8)));
  expect(found).toEqual(expect.arrayContaining(['a password (part of it, plain)']));
  expect(found.join()).not.toContain(word.slice(8, 20));
});

test('a code is found by itself and not within a longer number', () => {
  const canaries = new Canaries();
  canaries.add('a code', '482913');
  for (const text of ['"482913"', 'code=482913&', '482913', ':482913}']) {
    expect(canaries.find(text)).toEqual(['a code (plain)']);
  }
  for (const text of ['1482913', '4829130', '12:00:00.482913', 'a482913b']) {
    expect(canaries.find(text)).toEqual([]);
  }
});

test('a secret too short to be told from chance is refused', () => {
  expect(() => new Canaries().add('a PIN', '1234')).toThrow('too short');
});
