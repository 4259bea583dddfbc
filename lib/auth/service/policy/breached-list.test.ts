import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeHeader } from '../../../breached/hash-file.ts';
import { openBreachedList } from './breached-list.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-list-'));
const file = path.join(folder, 'breached.bin');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines: { event: string; code?: string; count?: number }[] = [];
const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
const alerts = () => lines.filter(({ event }) => event === 'breached-list-unusable').length;
const sha1 = (text: string) => createHash('sha1').update(text).digest();

function pack(passwords: string[]): Buffer {
  const digests = passwords.map(sha1).sort(Buffer.compare);
  const source = createHash('sha256').digest();
  return Buffer.concat([makeHeader({ count: digests.length, source }), ...digests]);
}
const many = Array.from({ length: 5_000 }, (_, at) => `password ${at}`);

beforeEach(() => {
  rmSync(file, { force: true });
  lines.length = 0;
});

it('knows what is on it, and nothing else', async () => {
  writeFileSync(file, pack(many));
  const list = openBreachedList(file, log);
  await list.report();
  expect(lines).toMatchObject([{ event: 'breached-list', count: 5_000 }]);
  for (const one of ['password 0', 'password 4999']) expect(await list.has(sha1(one))).toBe(true);
  expect(await list.has(sha1('password 5000'))).toBe(false);
});

it('where there is none, nothing is breached and nobody is alarmed', async () => {
  for (const list of [openBreachedList(null, log), openBreachedList(file, log)]) {
    await list.report();
    expect(await list.has(sha1('password 0'))).toBe(false);
  }
  expect(lines).toEqual([]);
});

it('one that appears, is replaced or is taken away while the service runs is the next one read', async () => {
  const list = openBreachedList(file, log);
  const found = async () => [await list.has(sha1('old')), await list.has(sha1('new'))];
  expect(await found()).toEqual([false, false]);
  writeFileSync(file, pack(['old']));
  expect(await found()).toEqual([true, false]);
  writeFileSync(`${file}.new`, pack(['new']));
  renameSync(`${file}.new`, file);
  expect(await found()).toEqual([false, true]);
  rmSync(file);
  expect(await found()).toEqual([false, false]);
  expect(alerts()).toBe(0);
});

it('is looked up a hundred times at once while it is replaced over and over', async () => {
  const list = openBreachedList(file, log);
  writeFileSync(file, pack(['both', ...many]));
  const lookUps = Array.from({ length: 100 }, () => list.has(sha1('both')));
  for (let round = 0; round < 20; round++) {
    writeFileSync(`${file}.new`, pack(round % 2 ? ['both', ...many] : ['both', 'other']));
    renameSync(`${file}.new`, file);
  }
  expect(new Set(await Promise.all(lookUps))).toEqual(new Set([true]));
  expect(alerts()).toBe(0);
});

describe('a damaged file raises one alert and counts as no list:', () => {
  const whole = pack(many);
  const backwards = Buffer.concat([
    whole.subarray(0, 64),
    ...many.map(sha1).sort((one, other) => other.compare(one)),
  ]);
  it.each([
    ['empty', Buffer.alloc(0)],
    ['cut within its header', whole.subarray(0, 30)],
    ['cut short', whole.subarray(0, whole.length - 10)],
    ['longer than it says', Buffer.concat([whole, Buffer.alloc(20)])],
    ['another kind of file', Buffer.from(lines.join() + 'SHA1:1\n'.repeat(100))],
    ['out of order', backwards],
  ])('%s', async (_, bytes) => {
    writeFileSync(file, bytes);
    const list = openBreachedList(file, log);
    await list.report();
    for (const one of ['password 0', 'password 1', 'nobody’s']) {
      expect(await list.has(sha1(one))).toBe(false);
    }
    expect(alerts()).toBe(1);
    writeFileSync(`${file}.new`, whole);
    renameSync(`${file}.new`, file);
    expect(await list.has(sha1('password 0'))).toBe(true);
  });

  it('or no file at all', async () => {
    const list = openBreachedList(folder, log);
    expect(await list.has(sha1('password 0'))).toBe(false);
    expect(await list.has(sha1('password 1'))).toBe(false);
    expect(alerts()).toBe(1);
  });
});
