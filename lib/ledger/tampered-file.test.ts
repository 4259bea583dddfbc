import { beforeAll, describe, expect, test } from 'vitest';
import { openLedger, streamOf, verifyLines as verify } from '../testing/ledger.ts';
import { isSound } from './faults.ts';
import { readLines, UnreadableError } from './read-lines.ts';
import { verifyLedger } from './verify-ledger.ts';

const { sign, customer, exported } = await openLedger();

describe('a file that was tampered with', () => {
  let [lines, other]: [string[], string[]] = [[], []];
  let entries: string[] = [];
  let [id, otherId] = ['', ''];
  beforeAll(async () => {
    [id, otherId] = [await customer(6), await customer(6)];
    await sign();
    [lines, other] = [await exported(id), await exported(otherId)];
    entries = lines.slice(1, -1);
  });
  const withEntries = (made: (string | undefined)[], header = lines[0]) => [
    header ?? '',
    ...made.map((line, index) => `${line?.replace(/,$/, '')}${index < made.length - 1 ? ',' : ''}`),
    ']}',
  ];
  const faultsOf = async (made: string[], options = {}) => {
    const report = await verify(made, options);
    expect(isSound(report)).toBe(false);
    return report.faults;
  };
  const at = (seq: number) => JSON.parse((entries[seq - 1] ?? '').replace(/,$/, '')).at;

  test('is sound as it was made, and the test tampers with that', async () => {
    expect(isSound(await verify(withEntries(entries)))).toBe(true);
    expect(withEntries(entries)).toEqual(lines);
  });

  test('names a changed entry, and that one alone', async () => {
    const made = entries.map((line, index) => (index === 2 ? line.replace('"yes"', '"no"') : line));
    expect(await faultsOf(withEntries(made))).toEqual([{ what: 'changed', seq: 3, at: at(3) }]);
  });

  test('names a removed entry by those around it', async () => {
    expect(await faultsOf(withEntries(entries.filter((_, index) => index !== 2)))).toEqual([
      { what: 'missing', from: 3, to: 3, after: at(2), before: at(4) },
    ]);
    expect(await faultsOf(withEntries(entries.slice(2)))).toEqual([
      { what: 'missing', from: 1, to: 2, after: null, before: at(3) },
    ]);
    expect(await faultsOf(withEntries(entries.slice(0, 4)))).toEqual([
      { what: 'missing', from: 5, to: 6, after: at(4), before: null },
    ]);
  });

  test('names entries that changed places, and one that stands twice', async () => {
    const [a, b, c, ...rest] = entries;
    expect(await faultsOf(withEntries([a, c, b, ...rest]))).toEqual([
      { what: 'moved', seq: 2, at: at(2) },
    ]);
    expect(await faultsOf(withEntries([a, b, b, c, ...rest]))).toEqual([
      { what: 'twice', seq: 2, at: at(2) },
    ]);
  });

  test('takes no entry of somebody else’s, and no proof', async () => {
    const mixed = entries.map((line, index) => (index === 3 ? (other[4] ?? '') : line));
    expect(await faultsOf(withEntries(mixed))).toMatchObject([
      { what: 'changed', seq: 4 },
      { what: 'changed', seq: 5 },
    ]);
    const header = JSON.parse(`${lines[0]}]}`);
    const foreign = JSON.parse(`${other[0]}]}`);
    const withProof = (proof: unknown) =>
      `${JSON.stringify({ ...header, proof, entries: undefined }).slice(0, -1)},"entries":[`;
    for (const proof of [
      foreign.proof,
      { ...header.proof, place: foreign.proof.place },
      { ...header.proof, length: header.proof.length - 1 },
      { ...header.proof, passing: header.proof.length },
      { ...header.proof, path: header.proof.path.slice(1) },
      { ...header.proof, path: [...header.proof.path, header.proof.path[0]] },
    ]) {
      const [fault] = await faultsOf(withEntries(entries, withProof(proof)));
      expect(fault).toEqual({ what: 'proof' });
    }
  });

  test('takes no other key, no other signature, and no checkpoint that was not shipped', async () => {
    const header = JSON.parse(`${lines[0]}]}`);
    const key = Buffer.alloc(32, 7).toString('base64');
    expect(await faultsOf(lines, { publicKey: key })).toEqual([{ what: 'foreign-key' }]);
    expect(isSound(await verify(lines, { publicKey: header.checkpoint.publicKey }))).toBe(true);
    expect(isSound(await verify(lines, { shipped: [header.checkpoint] }))).toBe(true);
    expect(await faultsOf(lines, { shipped: [] })).toEqual([{ what: 'not-shipped' }]);
    const later = lines[0]?.replace(header.checkpoint.at, '2026-11-24T00:00:00.000Z');
    expect(await faultsOf(withEntries(entries, later))).toEqual([{ what: 'signature' }]);
    const own = lines[0]?.replace(header.checkpoint.publicKey, key);
    expect(await faultsOf(withEntries(entries, own))).toEqual([{ what: 'signature' }]);
  });

  test('lets nothing stand in it that is not covered', async () => {
    const padded = entries.map((line, index) =>
      index === 1 ? line.replace('{', '{"country":"FR",') : line,
    );
    expect((await faultsOf(withEntries(padded)))[0]).toEqual({ what: 'line', line: 3 });
    const noted = lines[0]?.replace('"version":1', '"version":1,"note":"x"');
    expect(await faultsOf(withEntries(entries, noted))).toEqual([{ what: 'form' }]);
    expect(await faultsOf([...lines, 'more'])).toEqual([{ what: 'line', line: lines.length + 1 }]);
  });

  test.each([
    ['nothing', ['']],
    ['garbage', ['\u0000\u0001', '<html>']],
    ['other JSON', ['{"bulkhead":"activity","entries":[', ']}']],
    ['a number', ['1']],
  ])('is told to be none where it is %s', async (_, made) => {
    expect(await faultsOf(made)).toEqual([{ what: 'form' }]);
  });

  test('is told to be a part where it was narrowed, and to break off where it does', async () => {
    expect(await faultsOf(['[', '{"at":"x"}', ']'])).toEqual([{ what: 'narrowed' }]);
    expect(await faultsOf(lines.slice(0, -1))).toEqual([{ what: 'ends-early' }]);
  });

  test('is not read on where a line has no end, or it is no text', async () => {
    const endless = streamOf(
      (function* () {
        for (;;) yield new Uint8Array(65_536).fill(97);
      })(),
    );
    await expect(verifyLedger(readLines(endless))).rejects.toThrow(UnreadableError);
    const bytes = streamOf([Uint8Array.of(0x7b, 0xff, 0x0a)]);
    await expect(verifyLedger(readLines(bytes))).rejects.toThrow(UnreadableError);
  });

  test('of very many faults tells a hundred', async () => {
    const made = Array.from({ length: 5_000 }, () => 'x');
    expect(await faultsOf(withEntries(made))).toHaveLength(100);
  });
});
