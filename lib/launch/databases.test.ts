import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppRole, appRoles, withClient } from '../database/roles.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabases } from './databases.ts';
import { readSettings } from './environment.ts';
import { LaunchError } from './launch-error.ts';
import { freePort } from './ports.ts';
import type { EmbeddedPostgres } from './postgres.ts';
import { openSecrets } from './secrets.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

// A server of its own, as an operator's: the roles of an installation belong to the whole server.
let server: EmbeddedPostgres;
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-databases-'));
const folder = openDataFolder(dir);
const secrets = openSecrets(folder.secrets);

beforeAll(async () => {
  server = await startTemporaryPostgres();
  await sql("CREATE ROLE owner LOGIN CREATEROLE PASSWORD 'p@ss:w/rd'");
  await sql("CREATE ROLE tenant LOGIN PASSWORD 'tenant'");
  for (const name of ['panel', 'vault', 'spare', 'bare'])
    await sql(`CREATE DATABASE ${name} OWNER owner`);
  await sql('CREATE DATABASE let OWNER tenant');
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true });
});

const sql = (text: string) =>
  withClient(server.url('postgres'), (client) => client.query(text).then(({ rows }) => rows));

function url(database: string, change: Partial<URL> = {}) {
  const given = new URL(server.url(database));
  return Object.assign(given, { username: 'owner', password: 'p%40ss%3Aw%2Frd', ...change }).href;
}

const open = (manager: string, auth: string) => {
  const settings = { ...readSettings(), owners: { manager, auth } };
  return openDatabases(settings, folder, secrets, () => Promise.reject(new Error('not ours')));
};

async function refusal(manager: string, auth: string): Promise<string> {
  const error = await open(manager, auth).catch((reason: Error) => reason);
  expect(error).toBeInstanceOf(LaunchError);
  const { message } = error as Error;
  expect(message.split('\n')).toHaveLength(1);
  for (const secret of ['p@ss', 'p%40ss', 'wr0ng']) expect(message).not.toContain(secret);
  return message;
}

test('databases of the operator’s own are brought to this version, and each role to its own', async () => {
  const { roleUrl } = await open(url('panel'), url('vault'));
  for (const [role, kind] of Object.entries(appRoles) as [AppRole, string][]) {
    const question = 'SELECT current_user AS role, current_database() AS database';
    const { rows } = await withClient(roleUrl(role), (client) => client.query(question));
    expect(rows).toEqual([{ role, database: kind === 'auth' ? 'vault' : 'panel' }]);
    const stranger = Object.assign(new URL(roleUrl(role)), {
      pathname: kind === 'auth' ? 'panel' : 'vault',
    });
    await expect(withClient(stranger.href, async () => {})).rejects.toMatchObject({
      code: '42501',
    });
  }
  const readsPasswords = withClient(roleUrl('manager_app'), (client) =>
    client.query('SELECT * FROM pg_authid'),
  );
  await expect(readsPasswords).rejects.toMatchObject({ code: '42501' });
  const journal = withClient(roleUrl('auth_app'), (client) => client.query('DELETE FROM journal'));
  await expect(journal).rejects.toMatchObject({ code: '42501' });
});

test('a second start finds all as it was, and takes the roles’ passwords from the same secrets', async () => {
  const { roleUrl } = await open(url('panel'), url('vault'));
  const applied = (database: string) =>
    withClient(server.url(database), async (client) => {
      const { rows } = await client.query('SELECT started_at FROM _prisma_migrations');
      return rows;
    });
  const before = [await applied('panel'), await applied('vault')];
  const again = await open(url('panel'), url('vault'));
  expect([await applied('panel'), await applied('vault')]).toEqual(before);
  expect(again.roleUrl('worker_app')).toBe(roleUrl('worker_app'));
});

test('two databases may be on two servers', async () => {
  const second = await startTemporaryPostgres();
  try {
    for (const _start of ['first', 'second']) await open(url('spare'), second.url('postgres'));
  } finally {
    await second.stop();
  }
});

test('a wrong password is one line that names the variable and not the password', async () => {
  const wrong = url('panel', { password: 'wr0ng' });
  expect(await refusal(wrong, url('vault'))).toBe(
    'DATABASE_URL cannot be used: password authentication failed for user "owner".',
  );
  expect(await refusal(url('panel'), url('vault', { password: 'wr0ng' }))).toMatch(
    /^AUTH_DATABASE_URL cannot be used: password/,
  );
});

test('a missing database is one line that names it', async () => {
  expect(await refusal(url('panel'), url('absent'))).toBe(
    'AUTH_DATABASE_URL cannot be used: database "absent" does not exist.',
  );
});

test('a server that is not there is one line that names the variable', async () => {
  const port = String(await freePort());
  for (const hostname of ['127.0.0.1', 'localhost', 'bulkhead.invalid']) {
    const said = await refusal(url('panel', { hostname, port }), url('vault'));
    expect(said).toMatch(/^DATABASE_URL cannot be used: .+\.$/);
  }
});

test('one database given twice is refused under whatever name, and nothing is made in it', async () => {
  for (const second of [url('bare'), url('bare', { hostname: 'localhost' })]) {
    expect(await refusal(url('bare'), second)).toMatch(/^AUTH_DATABASE_URL .* must be two\.$/);
  }
  const tables = await withClient(url('bare'), (client) =>
    client.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'"),
  );
  expect(tables.rows).toEqual([]);
});

test('who does not own a database cannot close it to others, and is refused', async () => {
  expect(await refusal(url('panel'), url('let'))).toBe(
    'AUTH_DATABASE_URL cannot be used: its user does not own the database.',
  );
});

test('who cannot make roles is refused', async () => {
  const tenant = url('let', { username: 'tenant', password: 'tenant' });
  expect(await refusal(tenant, url('vault'))).toBe(
    'DATABASE_URL cannot be used: its user needs the right to create roles.',
  );
});

test('a URL that would make a process the owner is refused', async () => {
  const sneaky = new URL(server.url('panel'));
  const { username: user, password } = sneaky;
  Object.assign(sneaky, {
    username: '',
    password: '',
    search: String(new URLSearchParams({ user, password })),
  });
  expect(await refusal(sneaky.href, server.url('vault'))).toMatch(
    /^DATABASE_URL cannot be used: write it as postgresql:/,
  );
});
