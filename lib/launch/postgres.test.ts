import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../database/roles.ts';
import { commandOf } from './command-of.ts';
import { type Kept, keepRunning } from './keep-running.ts';
import { LaunchError } from './launch-error.ts';
import { freePort } from './ports.ts';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';

// mkdtemp makes it 0700: as root, a folder that PostgreSQL's own user cannot enter.
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-postgres-'));
const cluster = path.join(dir, 'postgres');
const lines: string[] = [];
let port: number;
let server: EmbeddedPostgres;
let kept: Kept;
let restarted = Promise.withResolvers<void>();

const begin = async () => {
  server = await startPostgres(cluster, port, 'p:ss/word', (line) => lines.push(line));
  return server;
};
const query = (text: string) =>
  withClient(server.url('postgres'), async (client) => (await client.query(text)).rows);

beforeAll(async () => {
  port = await freePort();
  kept = await keepRunning({
    name: 'PostgreSQL',
    begin,
    say: () => {},
    onRestart: () => restarted.resolve(),
    onLost: () => restarted.reject(new Error('given up')),
  });
  await query('CREATE TABLE kept (word text)');
  await query("INSERT INTO kept VALUES ('safe')");
});
afterAll(async () => {
  await kept.stop();
  rmSync(dir, { recursive: true });
});

test('stopped and copied whole, it is a back-up: the copy starts by itself and has every row', async () => {
  const from = path.join(dir, 'copied');
  const first = await startPostgres(from, await freePort(), 'p:ss/word', () => {});
  await withClient(first.url('postgres'), (client) =>
    client.query('CREATE TABLE kept AS SELECT 7 AS n'),
  );
  await first.stop();
  const copy = path.join(dir, 'put-back');
  execFileSync('cp', ['-a', from, copy]);
  rmSync(from, { recursive: true });
  const second = await startPostgres(copy, await freePort(), 'p:ss/word', () => {});
  const { rows } = await withClient(second.url('postgres'), (client) => client.query('TABLE kept'));
  await second.stop();
  expect(rows).toEqual([{ n: 7 }]);
});

test.runIf(process.getuid?.() === 0)(
  'started by root it is not root, runs below a folder that only root can enter, and writes only to its own',
  async () => {
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    expect(Number(/^Uid:\t(\d+)/m.exec(status)?.[1])).toBeGreaterThan(0);
    chmodSync(dir, 0o700);
    expect(await query('SELECT word FROM kept')).toEqual([{ word: 'safe' }]);
    await expect(query(`COPY kept TO '${dir}/stolen'`)).rejects.toThrow('Permission denied');
  },
);

test('it listens on this machine only, asks for the password, and leaves no file with it', async () => {
  expect(await query('SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  const wrong = Object.assign(new URL(server.url('postgres')), { password: 'wrong' });
  await expect(withClient(wrong.href, async () => {})).rejects.toMatchObject({ code: '28P01' });
  expect(existsSync(`${cluster}.password`)).toBe(false);
});

test('what a statement that fails was about is not in its log, and that one failed is', async () => {
  await query(
    "CREATE TABLE sealed (word text PRIMARY KEY, CHECK (word <> 'a secret that is barred'))",
  );
  await query("INSERT INTO sealed VALUES ('a secret that is kept')");
  const logged = lines.length;
  for (const statement of [
    "INSERT INTO sealed VALUES ('a secret that is kept')",
    "INSERT INTO sealed VALUES ('a secret that is barred')",
    "SELECT 'a secret' FROM nowhere",
    "INSERT INTO sealed VALUES (NULL), ('a secret')",
  ]) {
    await expect(query(statement)).rejects.toThrow();
  }
  const said = () => lines.slice(logged).join('\n');
  await expect.poll(() => said().match(/ERROR:/g)).toHaveLength(4);
  const text = said();
  expect(text).toContain('sealed_pkey');
  expect(text).not.toContain('secret');
});

test('killed, it is started again as another process with everything that was committed', async () => {
  const first = kept.part.pid as number;
  process.kill(first, 'SIGKILL');
  await restarted.promise;
  expect(kept.part.pid).not.toBe(first);
  expect(await query('SELECT word FROM kept')).toEqual([{ word: 'safe' }]);
});

test('one that a killed launcher left running is ended, and its folder taken over', async () => {
  const orphan = kept.part.pid as number;
  restarted = Promise.withResolvers();
  await begin();
  expect(commandOf(orphan)).toBeUndefined();
  expect(await query('SELECT word FROM kept')).toEqual([{ word: 'safe' }]);
  // Hands over to what the launcher keeps, which saw its own end.
  await restarted.promise;
});

test('a folder that is not a whole cluster is refused, and nothing in it is touched', async () => {
  const damaged = path.join(dir, 'damaged');
  mkdirSync(damaged);
  writeFileSync(path.join(damaged, 'precious'), 'data');
  const start = startPostgres(damaged, await freePort(), 'x', () => {});
  const error = (await start.catch((reason: Error) => reason)) as Error;
  expect(error).toBeInstanceOf(LaunchError);
  expect(error.message).toMatch(/^PostgreSQL could not make its folder .*ENOTEMPTY.*$/);
  expect(readFileSync(path.join(damaged, 'precious'), 'utf8')).toBe('data');
  expect(existsSync(`${damaged}.new`)).toBe(false);
});
