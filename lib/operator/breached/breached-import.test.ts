import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { headerBytes } from '../../breached/hash-file.ts';
import { outcomeOf } from '../../testing/installation.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'bulkhead-data-'));
const list = path.join(dataDir, 'list.txt');
const target = path.join(dataDir, 'breached.bin');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const hashes = ['hunter2', 'letmein', 'trustno1'].map((one) =>
  createHash('sha1').update(one).digest('hex').toUpperCase(),
);
const text = hashes
  .sort()
  .map((hash) => `${hash}:9\r\n`)
  .join('');

function bulkhead(args: string[], options: { dir?: string; input?: string } = {}) {
  const main = path.resolve(import.meta.dirname, '../main.ts');
  const child = spawn(process.execPath, [main, 'breached', 'import', ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', DATA_DIR: options.dir ?? dataDir },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(options.input ?? '');
  return outcomeOf(child as unknown as Parameters<typeof outcomeOf>[0]);
}

it.each(['a file', 'a packed file', 'standard input'])(
  'takes a list over from %s, whether Bulkhead runs or not',
  async (kind) => {
    rmSync(target, { force: true });
    writeFileSync(list, text);
    writeFileSync(`${list}.gz`, gzipSync(text));
    const from = { 'a file': list, 'a packed file': `${list}.gz` }[kind] ?? '-';
    const input = kind === 'standard input' ? text : '';
    expect(await bulkhead([from], { input })).toMatchObject({
      code: 0,
      stdout: '3 hashes are in force.\n',
    });
    expect(readFileSync(target).subarray(headerBytes).toString('hex').toUpperCase()).toBe(
      hashes.join(''),
    );
  },
);

it('says in one line what is wrong, and where', async () => {
  writeFileSync(list, `${text}hunter2\n`);
  const { code, stderr, stdout } = await bulkhead([list]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe('line 4: not a SHA-1 in hex, a colon and a count.\n');
  expect(await bulkhead(['-'])).toMatchObject({ code: 1, stderr: 'The list holds no hash.\n' });
  expect((await bulkhead([])).code).toBe(2);
  expect((await bulkhead([list, list])).code).toBe(2);
  const nowhere = path.join(dataDir, 'nowhere');
  expect((await bulkhead([nowhere])).stderr).toContain('cannot be read');
  expect((await bulkhead([list], { dir: nowhere })).stderr).toContain('There is no DATA_DIR');
});
