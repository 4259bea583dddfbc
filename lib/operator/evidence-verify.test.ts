import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bundle, printBundle } from '../evidence/bundle.ts';
import { keyPair, makeBundle } from '../testing/evidence.ts';
import { outcomeOf, startBulkhead } from '../testing/installation.ts';
import { heard, interruptOnce } from '../testing/interrupting.ts';

// So many that none of the signals below comes after the last.
const letters = [...'abcdefghij'];
const names = letters.flatMap((a) =>
  letters.flatMap((b) => letters.map((c) => `${a}${b}${c}.csv`)),
);
const key = keyPair();
const many = makeBundle(key, Object.fromEntries(names.map((name) => [name, name])));

let [dir, folder] = ['', ''];
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-extract-'));
  folder = path.join(dir, 'evidence');
});
afterEach(() => rmSync(dir, { recursive: true }));

function start(bundle: Bundle) {
  const file = path.join(dir, 'bundle.json');
  writeFileSync(file, printBundle(bundle));
  const pinned = ['--public-key', key.publicKey.toString('base64')];
  return startBulkhead(dir, ['evidence', 'verify', file, '--extract', folder, ...pinned]);
}
const beside = () => readdirSync(dir).filter((name) => name.startsWith('evidence.'));
const begun = () => expect.poll(beside, { interval: 5 }).toHaveLength(1);

test('Ctrl-C while evidence is written lets it be written whole, with nothing beside it', async () => {
  const { code, stderr } = await interruptOnce(start(many), begun);
  expect({ code, stderr }).toEqual({ code: 0, stderr: heard });
  expect(readdirSync(folder)).toEqual(names);
  expect(beside()).toEqual([]);
});

test('killed while it writes it leaves no folder that looks whole, and run again it writes them all', async () => {
  const child = start(many);
  const ended = outcomeOf(child);
  await begun();
  child.kill('SIGKILL');
  await ended;
  expect(existsSync(folder)).toBe(false);
  expect((await outcomeOf(start(many))).code).toBe(0);
  expect(readdirSync(folder)).toEqual(names);
});

test('a folder that holds something is left as it is, and nothing stays beside it', async () => {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'notes.txt'), 'mine');
  expect(await outcomeOf(start(makeBundle(key)))).toEqual({
    code: 1,
    stdout: '',
    stderr: `${folder} is there and not empty: name another folder.\n`,
  });
  expect(readdirSync(folder)).toEqual(['notes.txt']);
  expect(beside()).toEqual([]);
});
