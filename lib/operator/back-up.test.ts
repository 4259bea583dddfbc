import { execFile, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectAuth } from '../auth/connect.ts';
import { openPool } from '../database/pool.ts';
import { withClient } from '../database/roles.ts';
import { makeFolder, startAuthService } from '../testing/auth-service.ts';
import {
  customersFile,
  type Installation,
  known,
  outcomeOf,
  signInEverybodyKnown,
} from '../testing/installation.ts';
import { postgresPrograms, startOwnPostgres } from '../testing/own-postgres.ts';
import { writeZonesFile } from '../testing/zones-file.ts';
import { importCustomers } from './import-customers.ts';
import { readShippedCheckpoints } from './journal/shipped-checkpoints.ts';
import { proveZones } from './prove-zones.ts';
import { verifyJournal } from './verify-journal.ts';

type Server = Awaited<ReturnType<typeof startOwnPostgres>>;
type Service = Awaited<ReturnType<typeof startAuthService>>;

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-rehearsal-'));
/** What is kept apart from the dumps: the key file as it was copied, and checkpoints as they were shipped. */
const apart = mkdtempSync(path.join(tmpdir(), 'bulkhead-apart-'));
const bin = postgresPrograms ?? '';

function script(name: string, folder: string, { serviceFile }: Server) {
  const env = { PATH: `${bin}:${process.env.PATH}`, PGSERVICEFILE: serviceFile };
  return run('/bin/sh', [path.join(root, 'docs/running', name), folder], {
    env: { ...env, NODE_ENV: 'production' },
  });
}

function migrate(server: Server, ...args: string[]) {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production' as const,
    DATA_DIR: dir,
    DATABASE_URL: server.ownerUrl('manager'),
    AUTH_DATABASE_URL: server.ownerUrl('auth'),
  };
  const file = path.join(root, 'lib/launch/migrate.ts');
  return outcomeOf(
    spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

/** What `migrate` left for a process. */
function variable(name: string, process: string): string {
  const file = path.join(dir, 'secrets', `${process}.env`);
  return parseEnv(readFileSync(file, 'utf8'))[name] ?? '';
}

const startService = (folder: string) =>
  startAuthService(variable('AUTH_DATABASE_URL', 'auth'), 10, folder);
const door = (service: Service, caller: 'manager' | 'operator') =>
  connectAuth({
    socketPath: service.socketPath,
    caller,
    callerKey: readFileSync(service.keyFile(caller), 'utf8').trim(),
  });

async function importEverybody(service: Service) {
  const pool = openPool(variable('OPERATOR_DATABASE_URL', 'operator'), 2);
  const rejectsFile = path.join(dir, 'rejects.csv');
  const auth = door(service, 'operator');
  await importCustomers({ auth, pool, file: customersFile, language: 'en', rejectsFile });
  await pool.end();
}

const query = (server: Server, name: 'manager' | 'auth', sql: string, values: unknown[] = []) =>
  withClient(server.ownerUrl(name), async (client) => (await client.query(sql, values)).rows);

/** How many rows each table of ours has, in both databases. */
async function countRows(server: Server) {
  const counts: Record<string, string> = {};
  for (const name of ['manager', 'auth'] as const) {
    const tables = await query(
      server,
      name,
      "SELECT relid::regclass::text AS name FROM pg_stat_user_tables WHERE schemaname = 'public'",
    );
    for (const table of tables) {
      const [row] = await query(server, name, `SELECT count(*) FROM ${table.name}`);
      counts[`${name}.${table.name}`] = row.count;
    }
  }
  return counts;
}

// Two servers: what is put back finds neither roles nor tables, as after a fire.
describe.skipIf(!postgresPrograms)('a back-up, put back on another server', () => {
  let [before, after]: [Server, Server] = [] as never;
  let service: Service;
  let taken: string;
  let counted: Record<string, string>;

  beforeAll(async () => {
    [before, after] = [await startOwnPostgres(bin), await startOwnPostgres(bin)];
    await migrate(before);
    const keys = makeFolder();
    service = await startService(keys);
    copyFileSync(path.join(keys, 'auth-keys.json'), path.join(apart, 'auth-keys.json'));
    await importEverybody(service);
    const [{ id }] = await query(before, 'manager', 'SELECT id FROM customer LIMIT 1');
    await query(
      before,
      'manager',
      `INSERT INTO session (id, token_hash, customer_id, second_factor, address, user_agent,
        started_at, last_used_at) VALUES ($1, $2, $3, false, '198.51.100.7', 'Test', now(), now())`,
      [randomUUID(), randomBytes(32), id],
    );
    // Ending, it signs how far its journal has come.
    await service.end();
    service = await startService(keys);
    counted = await countRows(before);
    // While it runs, as every night.
    taken = (await script('back-up.sh', path.join(dir, 'back-ups'), before)).stdout.trim();
    const { email, password } = known[0] as (typeof known)[0];
    const source = { address: '198.51.100.8' };
    await door(service, 'manager').ask('verify-password', { email, password, source });
    await service.end();
    copyFileSync(service.checkpointsFile, path.join(apart, 'checkpoints.jsonl'));
    await before.stop();
    rmSync(keys, { recursive: true });

    await migrate(after, '--roles');
    await script('restore.sh', taken, after);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await service.stop();
    await after.stop();
    for (const folder of [dir, apart]) rmSync(folder, { recursive: true });
  });

  test('is closed to others, and has no key in it', () => {
    const files = readdirSync(taken).sort();
    const names = ['SHA256SUMS', 'auth.dump', 'auth.list', 'manager.dump', 'manager.list'];
    expect(files).toEqual(names);
    expect(statSync(taken).mode & 0o777).toBe(0o700);
    for (const name of files) expect(statSync(path.join(taken, name)).mode & 0o777).toBe(0o600);
  });

  test('has each row of both databases, and its migrations', async () => {
    const { code, stdout } = await migrate(after);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Both databases are at/)]);
    expect(Number(counted['manager.customer'])).toBeGreaterThan(10);
    expect(await countRows(after)).toEqual(counted);
  });

  test('opens no session that was open when it was taken', async () => {
    const sessions = await query(after, 'manager', 'SELECT ended_at FROM session');
    expect(sessions).toHaveLength(1);
    expect(sessions[0].ended_at).toBeInstanceOf(Date);
  });

  test('is worth nothing without the key file: the service refuses, and makes no new keys', async () => {
    const empty = makeFolder();
    await expect(startService(empty)).rejects.toThrow(
      /key file .* is missing and the database holds customers/,
    );
  });

  test('lets everybody in with their password and their authenticator, given the copy of the key file', async () => {
    const folder = makeFolder();
    const file = path.join(folder, 'auth-keys.json');
    copyFileSync(path.join(apart, 'auth-keys.json'), file);
    chmodSync(file, 0o600);
    service = await startService(folder);
    const asManager = door(service, 'manager');
    expect(known.some(({ totp_secret }) => totp_secret)).toBe(true);
    expect(await signInEverybodyKnown({ asManager } as Installation)).toEqual([]);
  });

  test('keeps every fence: roles, grants, callers, files', async () => {
    const urls = {
      auth: {
        ownerUrl: after.ownerUrl('auth'),
        appUrl: variable('AUTH_DATABASE_URL', 'auth'),
        journalUrl: variable('JOURNAL_DATABASE_URL', 'operator'),
      },
      manager: {
        ownerUrl: after.ownerUrl('manager'),
        appUrl: variable('MANAGER_DATABASE_URL', 'manager'),
        workerUrl: variable('WORKER_DATABASE_URL', 'worker'),
        operatorUrl: variable('OPERATOR_DATABASE_URL', 'operator'),
      },
    };
    const data = writeZonesFile(urls, service);
    vi.stubEnv('DATA_DIR', data.dataDir);
    const attempts = await proveZones(data.zones);
    data.remove();
    expect(attempts.length).toBeGreaterThan(50);
    expect(attempts.filter(({ held }) => held === false)).toEqual([]);
  });

  test('has a journal that verifies, and shipped checkpoints name what was lost since', async () => {
    const { journal: shipped } = readShippedCheckpoints(path.join(apart, 'checkpoints.jsonl'));
    const publicKey = shipped[0]?.publicKey ?? Buffer.alloc(0);
    const signed = await query(after, 'auth', 'SELECT max(seq) AS seq FROM journal_checkpoint');
    expect(shipped.length).toBeGreaterThan(1);
    await withClient(variable('JOURNAL_DATABASE_URL', 'operator'), async (client) => {
      const kept = shipped.filter(({ seq }) => seq <= BigInt(signed[0].seq));
      const sound = await verifyJournal(client, { publicKey, shipped: kept.slice(0, 1) });
      expect(sound.faults).toEqual([]);
      expect(sound.vouchedFor).toBeGreaterThan(0n);
      const whole = await verifyJournal(client, { publicKey, shipped });
      expect(whole.faults).not.toEqual([]);
    });
  });

  test('goes into no database that holds anything, and not at all when a byte of it is another', async () => {
    const rows = await countRows(after);
    await expect(script('restore.sh', taken, after)).rejects.toThrow(/manager is not empty/);
    const damaged = path.join(dir, 'damaged');
    cpSync(taken, damaged, { recursive: true });
    await run('/bin/sh', [
      '-c',
      'printf x | dd of="$0" bs=1 seek=200 conv=notrunc',
      `${damaged}/auth.dump`,
    ]);
    await expect(script('restore.sh', damaged, after)).rejects.toThrow(/checksum did NOT match/);
    expect(await countRows(after)).toEqual(rows);
  });
});
