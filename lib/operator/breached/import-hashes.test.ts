import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { digestBytes, headerBytes, parseHeader } from '../../breached/hash-file.ts';
import { importHashes } from './import-hashes.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-breached-'));
const target = path.join(folder, 'breached.bin');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const file of readdirSync(folder)) rmSync(path.join(folder, file));
});

const hashes = Array.from({ length: 1_000 }, (_, at) =>
  createHash('sha1').update(`${at}`).digest('hex').toUpperCase(),
).sort();
const lines = hashes.map((hash, at) => `${hash}:${at + 1}`);

/** The text, in pieces that end anywhere. */
async function* inPieces(text: string, size = 1_000_000) {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('an ordered list is packed', () => {
  it.each([
    ['with CRLF', `${lines.join('\r\n')}\r\n`, 1_000_000],
    ['with LF', `${lines.join('\n')}\n`, 1_000_000],
    ['without an end to its last line', lines.join('\n'), 1_000_000],
    ['in lower case', `${lines.join('\n').toLowerCase()}\n`, 1_000_000],
    ['in pieces of 7 bytes', `${lines.join('\r\n')}\r\n`, 7],
    ['in pieces of 43 bytes', `${lines.join('\r\n')}\r\n`, 43],
  ])('%s', async (_, text, size) => {
    expect(await importHashes(inPieces(text, size), target)).toBe(1_000);
    const bytes = readFileSync(target);
    expect(bytes.subarray(headerBytes).toString('hex').toUpperCase()).toBe(hashes.join(''));
    expect(parseHeader(bytes.subarray(0, headerBytes), bytes.length)).toEqual({
      count: 1_000,
      source: createHash('sha256').update(text).digest(),
    });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['breached.bin']);
  });
});

describe('a list is refused, at its line, and the one there stays', () => {
  const [first = '', second = '', third = ''] = lines;
  it.each([
    ['empty', '', 'The list holds no hash.'],
    ['out of order', `${second}\n${first}\n`, 'line 2: not in ascending order'],
    ['out of order across pieces', `${first}\n${third}\n${second}\n`, 'line 3: not in ascending'],
    ['with a hash twice', `${first}\n${first}\n`, 'line 2: the hash of the line before'],
    ['cut within a hash', `${first}\n${second.slice(0, 20)}`, 'line 2: not a SHA-1'],
    ['cut after the colon', `${first}\n${second.slice(0, 41)}`, 'line 2: not a SHA-1'],
    ['without counts', `${first}\n${second.slice(0, 40)}\n`, 'line 2: not a SHA-1'],
    ['with another digit', `${first.replace(/^./, 'G')}\n`, 'line 1: not a SHA-1'],
    ['with a negative count', `${first.slice(0, 41)}-1\n`, 'line 1: not a SHA-1'],
    ['with an empty line', `${first}\n\n${second}\n`, 'line 2: not a SHA-1'],
    ['with a byte order mark', `\xef\xbb\xbf${first}\n`, 'line 1: not a SHA-1'],
    ['with a NUL', `${first}\n\0${second}\n`, 'line 2: not a SHA-1'],
    ['of NTLM hashes', `${'0'.repeat(32)}:1\n`, 'line 1: not a SHA-1'],
    ['of one endless line', 'A'.repeat(1_000_000), 'line 1: not a SHA-1'],
    ['of passwords', 'hunter2 is my password and nobody else may ever read it here\n', 'line 1'],
  ])('%s', async (_, text, words) => {
    writeFileSync(target, 'the one there is');
    const error = await importHashes(inPieces(text, 45), target).catch((one: Error) => one);
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).not.toContain('hunter2');
    expect(readFileSync(target, 'utf8')).toBe('the one there is');
    expect(readdirSync(folder)).toEqual(['breached.bin']);
  });
});

it('an input that breaks off leaves nothing behind', async () => {
  const broken = (async function* () {
    yield* inPieces(`${lines.slice(0, 5).join('\n')}\n`);
    throw new Error('gone');
  })();
  await expect(importHashes(broken, target)).rejects.toThrow('gone');
  expect(readdirSync(folder)).toEqual([]);
});

it('two imports do not write one file', async () => {
  writeFileSync(`${target}.new`, 'of the other');
  await expect(importHashes(inPieces(lines.join('\n')), target)).rejects.toThrow('another import');
  expect(readFileSync(`${target}.new`, 'utf8')).toBe('of the other');
  expect(existsSync(target)).toBe(false);
});

it('a list of a million lines passes through in bounded memory', async () => {
  const count = 1_000_000;
  const text = (async function* () {
    for (let from = 0; from < count; from += 10_000) {
      const part = Array.from({ length: 10_000 }, (_, at) => {
        const value = (from + at).toString(16).toUpperCase().padStart(40, '0');
        return `${value}:1\r\n`;
      });
      yield Buffer.from(part.join(''));
    }
  })();
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const imported = await importHashes(text, target, () => {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  });
  expect(imported).toBe(count);
  expect(statSync(target).size).toBe(headerBytes + count * digestBytes);
  // The text has 44 MB, and the list 20.
  expect(most).toBeLessThan(15_000_000);
});
