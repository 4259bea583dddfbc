import { describe, expect, test } from 'vitest';
import { at, investigation, keyPair, makeBundle, staff } from '../testing/evidence.ts';
import { type Bundle, digestOf, printBundle } from './bundle.ts';
import { toCsv } from './to-csv.ts';
import { verifyBundle } from './verify-bundle.ts';

const key = keyPair();
const make = () => makeBundle(key);
const faultsOf = (text: string) => verifyBundle(text, key.publicKey).faults;

describe('evidence', () => {
  test('as it was made is found whole', () => {
    expect(verifyBundle(printBundle(make()), key.publicKey)).toMatchObject({
      faults: [],
      manifest: { investigation: { id: investigation }, madeBy: { id: staff } },
      signedAt: at.toISOString(),
    });
  });

  const signatureFault = /^the signature does not fit/;
  test.each<[string, (bundle: Bundle) => void, (string | RegExp)[]]>([
    [
      'a line changed',
      (b) => (b.files['accounts.csv'] += 'eve@example.com\r\n'),
      ['accounts.csv was changed'],
    ],
    [
      'a letter changed for another',
      (b) => (b.files['evidence.json'] = '[]'),
      ['evidence.json was changed'],
    ],
    ['a file taken out', (b) => delete b.files['evidence.json'], ['evidence.json was taken out']],
    ['a file put in', (b) => (b.files['more.csv'] = ''), ['more.csv was put in']],
    [
      'another title',
      (b) => (b.manifest = b.manifest.replace('"x"', '"y"')),
      ['the manifest was changed'],
    ],
    [
      'no manifest',
      (b) => (b.manifest = '{}'),
      ['the manifest was changed', 'the manifest cannot be read', signatureFault],
    ],
    ['another time', (b) => (b.signed.at = '2026-11-24T12:00:00.000Z'), [signatureFault]],
    [
      'another investigation',
      (b) => {
        b.manifest = b.manifest.replace(investigation, staff);
        b.signed.digest = digestOf(b.manifest);
      },
      [signatureFault],
    ],
    [
      'somebody else as its maker',
      (b) => {
        b.manifest = b.manifest.replace(staff, investigation);
        b.signed.digest = digestOf(b.manifest);
      },
      [signatureFault],
    ],
    [
      'half a signature',
      (b) => (b.signed.signature = b.signed.signature.slice(0, 44)),
      [signatureFault],
    ],
  ])('with %s is named for it', (_, change, faults) => {
    const bundle = make();
    change(bundle);
    expect(faultsOf(printBundle(bundle))).toEqual(
      faults.map((fault) => (typeof fault === 'string' ? fault : expect.stringMatching(fault))),
    );
  });

  test('made anew and signed with a key of the forger’s own is refused, though it fits itself', () => {
    const forged = printBundle(makeBundle(keyPair()));
    expect(faultsOf(forged)).toEqual([
      expect.stringMatching(/^it names another key/),
      expect.stringMatching(signatureFault),
    ]);
  });

  test('that says a thing twice is refused: JSON is read one way here and another elsewhere', () => {
    const text = printBundle(make());
    const twice = text.replace('"files": {', '"files": {}, "files": {');
    expect(faultsOf(twice)).toEqual(['the file is written otherwise than it was made']);
  });

  test.each(['', 'null', '[]', '{}', '{"bulkhead":"evidence"}', '\0'.repeat(100)])(
    'that is %j is none',
    (text) => {
      expect(faultsOf(text)).toEqual(['this is no evidence of Bulkhead’s']);
    },
  );
});

describe('CSV', () => {
  test.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['a, "b"\nc', '"a, ""b""\nc"'],
    ['Mozilla/5.0', 'Mozilla/5.0'],
  ])('%j runs in no spreadsheet, and breaks no row', (value, cell) => {
    expect(toCsv(['a'], [[value]])).toBe(`a\r\n${cell}\r\n`);
  });

  test('numbers, times and nothing stand as they are', () => {
    expect(toCsv(['a', 'b', 'c', 'd'], [[-1, at, null, true]])).toBe(
      'a,b,c,d\r\n-1,2026-11-25T12:00:00.000Z,,true\r\n',
    );
  });
});
