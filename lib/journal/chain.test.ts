import { expect, test } from 'vitest';
import { type Entry, entryText } from './chain.ts';
import { parseCheckpoint, printCheckpoint } from './checkpoint.ts';

const entry: Entry = {
  at: new Date('2026-11-23T12:00:00.001Z'),
  caller: 'manager',
  verb: 'verify-password',
  subject: null,
  verdict: 'no',
  because: 'wrong-password',
  address: '192.0.2.1',
  requestId: 'r1',
};

test('no two entries have the same text, wherever their fields end', () => {
  const variants: Partial<Entry>[] = [
    {},
    { because: 'wrong-password,9:192.0.2.1' },
    { because: 'wrong-password', address: null },
    { because: null, address: 'wrong-password' },
    { because: '' },
    { because: null },
    { because: '-' },
    { subject: 'manager' },
    { at: new Date('2026-11-23T12:00:00.002Z') },
    { caller: 'managerv', verb: 'erify-password' },
    { because: '\u00e9' },
    { because: 'e\u0301' },
  ];
  const texts = variants.map((variant) => entryText({ ...entry, ...variant }));
  expect(new Set(texts).size).toBe(variants.length);
});

test('a checkpoint survives being shipped as a line, and nothing else is taken for one', () => {
  const checkpoint = {
    seq: 12n,
    hash: Buffer.alloc(32, 1),
    at: new Date('2026-11-23T12:00:00.001Z'),
    publicKey: Buffer.alloc(32, 2),
    signature: Buffer.alloc(64, 3),
  };
  expect(parseCheckpoint(printCheckpoint(checkpoint))).toEqual(checkpoint);
  for (const text of ['', '{}', 'null', printCheckpoint(checkpoint).replace('"12"', '"-12"')]) {
    expect(parseCheckpoint(text)).toBeNull();
  }
});
