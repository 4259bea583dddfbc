import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../database/roles.ts';
import { startAuthService } from '../testing/auth-service.ts';
import { outcomeOf } from '../testing/installation.ts';
import { holdLock, interruptOnce } from '../testing/interrupting.ts';
import type { EmbeddedPostgres } from './postgres.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

// A server of its own: it changes the roles' passwords, which other tests share.
let server: EmbeddedPostgres;
let owners: Record<string, string>;
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-migrate-'));
const ownerPassword = randomBytes(12).toString('hex');

beforeAll(async () => {
  server = await startTemporaryPostgres();
  await withClient(server.url('postgres'), (client) =>
    client.query(`CREATE ROLE owner LOGIN CREATEROLE PASSWORD '${ownerPassword}'`),
  );
  owners = await makeOwned('manager', 'auth');
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true });
});

async function makeOwned(manager: string, auth: string) {
  for (const name of [manager, auth]) {
    await withClient(server.url('postgres'), (client) =>
      client.query(`CREATE DATABASE ${name} OWNER owner`),
    );
  }
  const url = (name: string) =>
    Object.assign(new URL(server.url(name)), { username: 'owner', password: ownerPassword }).href;
  return { DATABASE_URL: url(manager), AUTH_DATABASE_URL: url(auth) };
}

const run = (script: string, args: string[], variables: Record<string, string>) =>
  outcomeOf(start(script, args, variables));
function start(script: string, args: string[], variables: Record<string, string>) {
  const root = path.resolve(import.meta.dirname, '../..');
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' as const, ...variables };
  return spawn(process.execPath, [path.join(root, script), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
const migrate = (args: string[] = [], variables: Record<string, string> = owners) =>
  run('lib/launch/migrate.ts', args, { DATA_DIR: dir, ...variables });
const variablesOf = (name: string) =>
  parseEnv(readFileSync(path.join(dir, 'secrets', `${name}.env`), 'utf8'));
const tables = (name: string) =>
  withClient(server.url(name), async (client) => {
    const { rows } = await client.query('SELECT relname FROM pg_stat_user_tables');
    return rows.length;
  });

describe('migrate', () => {
  test('makes the roles alone where a back-up is put back next', async () => {
    const { code, stdout } = await migrate(['--roles']);
    expect([code, stdout]).toEqual([0, 'The roles are there, and no table was touched.\n']);
    expect([await tables('manager'), await tables('auth')]).toEqual([0, 0]);
  });

  test('brings both databases to this version, as an owner who is no superuser', async () => {
    const { code, stdout } = await migrate();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^applied \d{14}_/);
    expect(await tables('auth')).toBeGreaterThan(10);
  });

  test('done again applies nothing, and leaves every secret as it was', async () => {
    const secrets = () =>
      readdirSync(path.join(dir, 'secrets')).map((name) => [
        name,
        readFileSync(path.join(dir, 'secrets', name), 'utf8'),
      ]);
    const before = secrets();
    const { code, stdout } = await migrate();
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Both databases/)]);
    expect(secrets()).toEqual(before);
  });

  test('leaves each process a file of its own secrets, closed to others, with nothing of another’s', () => {
    const names = Object.fromEntries(
      ['auth', 'manager', 'worker', 'operator'].map((name) => [
        name,
        Object.keys(variablesOf(name)).sort(),
      ]),
    );
    expect(names).toEqual({
      auth: ['AUTH_DATABASE_URL'],
      manager: ['MANAGER_DATABASE_URL', 'NEXTAUTH_SECRET'],
      worker: ['WORKER_DATABASE_URL'],
      operator: ['JOURNAL_DATABASE_URL', 'OPERATOR_DATABASE_URL'],
    });
    for (const name of Object.keys(names)) {
      const file = path.join(dir, 'secrets', `${name}.env`);
      expect(statSync(file).mode & 0o777, name).toBe(0o600);
      expect(readFileSync(file, 'utf8')).not.toContain(ownerPassword);
    }
  });

  test('on the day of an incident it replaces what was taken, and the old opens nothing', async () => {
    const secret = (name: string) => path.join(dir, 'secrets', name);
    const url = () => variablesOf('manager').MANAGER_DATABASE_URL ?? '';
    const callers = () => JSON.parse(readFileSync(secret('callers.json'), 'utf8'));
    const [oldUrl, oldCallers] = [url(), callers()];
    const { roles, ...others } = JSON.parse(readFileSync(secret('launcher.json'), 'utf8'));
    const { manager_app: _, ...kept } = roles;
    const session = randomBytes(32).toString('hex');
    writeFileSync(secret('launcher.json'), JSON.stringify({ ...others, session, roles: kept }));
    rmSync(secret('caller-manager.key'));
    expect((await migrate()).code).toBe(0);
    const enter = (one: string) => withClient(one, (client) => client.query('SELECT 1'));
    await expect(enter(oldUrl)).rejects.toThrow('password authentication failed');
    expect((await enter(url())).rowCount).toBe(1);
    expect(variablesOf('manager').NEXTAUTH_SECRET).toBe(session);
    expect(callers().manager).not.toBe(oldCallers.manager);
    expect(callers().worker).toBe(oldCallers.worker);
  });

  test.each([
    [['--force'], owners, 'takes nothing but --roles'],
    [[], {}, 'Set DATABASE_URL and AUTH_DATABASE_URL'],
  ])('refuses %j in one line', async (args, variables, words) => {
    const given = args.length > 0 ? owners : { DATABASE_URL: '', AUTH_DATABASE_URL: '' };
    const { code, stderr } = await migrate(args, { ...given, ...variables });
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain(words);
  });

  test('says nothing of a password where it fails', async () => {
    const closed = Object.fromEntries(
      Object.entries(owners).map(([name, value]) => [name, value.replace(ownerPassword, 'wr0ng')]),
    );
    for (const args of [[], ['--roles']]) {
      const { code, stdout, stderr } = await migrate(args, closed);
      expect(code).toBe(1);
      expect(stdout + stderr).not.toMatch(/wr0ng|PASSWORD/);
    }
  });
});

describe('Ctrl-C while databases are migrated', () => {
  const pools: pg.Pool[] = [];
  const open = (name: string) => {
    const pool = new pg.Pool({ connectionString: server.url(name), max: 2 });
    pools.push(pool);
    return pool;
  };
  afterAll(() => Promise.all(pools.map((pool) => pool.end())));

  const heardMigrating =
    'Finishing the migration in hand. Ctrl-C again stops at once, and leaves it half in.\n';
  async function interruptAt(pool: pg.Pool, lock: string, variables: Record<string, string>) {
    await using stack = new AsyncDisposableStack();
    const held = stack.use(await holdLock(pool, lock));
    const child = start('lib/launch/migrate.ts', [], { DATA_DIR: dir, ...variables });
    const release = () => stack.disposeAsync();
    return await interruptOnce(child, held.someoneWaits, release, heardMigrating);
  }

  test('lets the one in hand end whole, and says that there are more; run again, the rest is applied', async () => {
    const urls = await makeOwned('manager_interrupted', 'auth_interrupted');
    const auth = open('auth_interrupted');
    const applied = async () =>
      (await auth.query('SELECT migration_name AS name, finished_at FROM _prisma_migrations')).rows;

    // In the midst of the first, which has made another table before the one it waits for.
    const ended = await interruptAt(auth, 'CREATE TABLE password ()', urls);
    expect(ended).toEqual({
      code: 130,
      stdout: '',
      stderr: `${heardMigrating}Stopped between two migrations, and there are more: run the same again to go on.\n`,
    });
    expect(await applied()).toEqual([
      { name: '20261123000000_spine', finished_at: expect.any(Date) },
    ]);

    const { code, stdout } = await migrate([], urls);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^applied (?!20261123000000_spine)/);
    expect((await applied()).every(({ finished_at }) => finished_at)).toBe(true);
  });

  test('after the last one ends in success, since nothing is left', async () => {
    const lock = 'LOCK TABLE graphile_worker._private_jobs IN ACCESS SHARE MODE';
    const { code, stdout, stderr } = await interruptAt(open('manager'), lock, owners);
    expect([code, stderr]).toEqual([0, heardMigrating]);
    expect(stdout).toMatch(/^Both databases are at this version/);
  });
});

describe('set-up, where no launcher prints the link', () => {
  test('prints one until there is a staff member, and names what is missing where it cannot', async () => {
    const service = await startAuthService(variablesOf('auth').AUTH_DATABASE_URL ?? '');
    try {
      const variables = {
        ...(variablesOf('operator') as Record<string, string>),
        AUTH_SOCKET: service.socketPath,
        AUTH_CALLER_KEY_FILE: service.keyFile('operator'),
        PUBLIC_URL: 'https://manager.example.com',
      };
      const setUp = (changes = {}) =>
        run('lib/operator/main.ts', ['set-up'], { ...variables, ...changes });
      const { code, stdout } = await setUp();
      expect(code).toBe(0);
      expect(stdout).toMatch(/^https:\/\/manager\.example\.com\/setup\/link\?token=[\w-]{43}\n$/);
      const unnamed = await setUp({ PUBLIC_URL: '' });
      expect([unnamed.code, unnamed.stderr]).toEqual([
        1,
        'With AUTH_SOCKET, PUBLIC_URL must be set and well-formed.\n',
      ]);
      const zones = await run('lib/operator/main.ts', ['zones'], variables);
      expect([zones.code, zones.stderr]).toEqual([1, expect.stringContaining('AUTH_SOCKET')]);
      await withClient(server.url('auth'), (client) =>
        client.query(`INSERT INTO subject (id, email_lookup, email_sealed, language, staff_role, created_at)
          VALUES (gen_random_uuid(), sha256('somebody'), sha256('sealed'), 'en', 'security', now())`),
      );
      const late = await setUp();
      expect([late.code, late.stdout]).toEqual([1, 'There is a staff member already.\n']);
    } finally {
      await service.stop();
    }
  });
});

describe('the health check', () => {
  test.each([
    [200, 0],
    [503, 1],
    [307, 1],
  ])('of an answer %i ends with %i', async (status, code) => {
    const answering = createServer((_, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
    });
    await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
    const { port } = answering.address() as { port: number };
    const check = () => run('lib/launch/check-health.ts', [`http://127.0.0.1:${port}/health`], {});
    expect((await check()).code).toBe(code);
    await new Promise((resolve) => answering.close(resolve));
    expect((await check()).code).toBe(1);
  });
});
