import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { commandOf } from './command-of.ts';
import { freePort } from './ports.ts';

// The command itself, up to where it would build the pages.
const script = path.resolve(import.meta.dirname, 'start.ts');
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-start-'));
let other: Server;
let takenPort: string;

beforeAll(async () => {
  other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  takenPort = String((other.address() as { port: number }).port);
});
afterAll(() => {
  other.close();
  rmSync(dir, { recursive: true });
});

async function begin(dataDir: string, variables: Record<string, string>) {
  const own = {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    MAILBOX_PORT: String(await freePort()),
  };
  const none = { DATABASE_URL: '', AUTH_DATABASE_URL: '', PUBLIC_URL: '', SMTP_URL: '' };
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...none, ...own, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      child.emit('said');
    });
  }
  const lines = () => said.trim().split('\n');
  return { child, ended, lines };
}

/** Processes that were started with the folder on their command line, as PostgreSQL is. */
function left(dataDir: string): string[] {
  const commands = existsSync('/proc/self')
    ? readdirSync('/proc').map((name) => commandOf(Number(name)) ?? '')
    : execFileSync('ps', ['-axww', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  return commands.filter((command) => command.includes(dataDir));
}

describe('a start that cannot be ends with one line, not zero, and leaves nothing running:', () => {
  const wrong = () => {
    const url = Object.assign(new URL(inject('postgresUrl')), { password: 'wr0ng' });
    return { DATABASE_URL: url.href, AUTH_DATABASE_URL: url.href };
  };
  test.concurrent.each<[string, () => Record<string, string>, RegExp]>([
    ['taken', () => ({ PORT: takenPort }), /^Port \d+ is taken\. Set PORT to/],
    ['mailbox', () => ({ MAILBOX_PORT: takenPort }), /^Port \d+ is taken\. Set MAILBOX_PORT to/],
    ['word', () => ({ PORT: 'http' }), /^PORT cannot be used: /],
    ['address', () => ({ PUBLIC_URL: 'here' }), /^PUBLIC_URL cannot be used: /],
    ['folder', () => ({ DATA_DIR: '/dev/null/x' }), /^DATA_DIR \/dev\/null\/x cannot be written /],
    ['half', () => ({ AUTH_DATABASE_URL: wrong().DATABASE_URL }), /^DATABASE_URL .* together with/],
    ['password', wrong, /^DATABASE_URL cannot be used: password authentication failed/],
  ])('%s', async (name, variables, line) => {
    const dataDir = path.join(dir, name);
    const { ended, lines } = await begin(dataDir, variables());
    expect(await ended).toBe(1);
    const [last = '', ...before] = lines().toReversed();
    expect(last).toMatch(line);
    expect(last).not.toContain('wr0ng');
    expect(before.filter((words) => !words.endsWith('…'))).toEqual([]);
    expect(left(dataDir)).toEqual([]);
    expect(existsSync(path.join(dataDir, 'run', 'launcher.pid'))).toBe(false);
  });
});

test('interrupted while it starts, twice as by an impatient hand, it takes down what had come up', async () => {
  const dataDir = path.join(dir, 'interrupted');
  const { child, ended, lines } = await begin(dataDir, {});
  while (!lines().at(-1)?.startsWith('Starting PostgreSQL')) await once(child, 'said');
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(lines().at(-1)).toBe('Stopping…');
  expect(left(dataDir)).toEqual([]);
  expect(readdirSync(path.join(dataDir, 'run'))).toEqual([]);
});
