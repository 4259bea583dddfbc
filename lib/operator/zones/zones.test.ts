import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../database/roles.ts';
import { startAuthService } from '../../testing/auth-service.ts';
import { freshDatabases } from '../../testing/databases.ts';
import { writeZonesFile } from '../../testing/zones-file.ts';
import { type Attempt, isRed } from './attempt.ts';
import { tryZones } from './try-zones.ts';

let db: Awaited<ReturnType<typeof freshDatabases>>;
let auth: Awaited<ReturnType<typeof startAuthService>>;
let written: ReturnType<typeof writeZonesFile>;

beforeAll(async () => {
  db = await freshDatabases();
  auth = await startAuthService(db.auth.appUrl);
  written = writeZonesFile(db, auth);
});
afterAll(async () => {
  await auth?.stop();
  written?.remove();
});

const authOwner = (sql: string) => withClient(db.auth.ownerUrl, (client) => client.query(sql));
const managerOwner = (sql: string) =>
  withClient(db.manager.ownerUrl, (client) => client.query(sql));
const databaseOf = (url: string) => new URL(url).pathname.slice(1);
const told = (attempts: Attempt[]) =>
  attempts.map(({ zone, attempt, result }) => `${zone}: ${attempt}: ${result}`);

async function redAttempts(): Promise<string[]> {
  return told((await tryZones(written.zones)).filter(isRed));
}

/** What is red while a fence is down; it is put up again, and must be green. */
async function redWhile(lower: () => Promise<unknown>, raise: () => Promise<unknown>) {
  await lower();
  const red = await redAttempts().finally(raise);
  return red;
}

describe('zones', () => {
  test('tries every zone, and finds every fence standing', async () => {
    const attempts = await tryZones(written.zones);
    expect(told(attempts.filter(isRed))).toEqual([]);
    const zones = new Set(attempts.map(({ zone }) => zone));
    expect([...zones].sort()).toEqual([
      'auth',
      'database auth',
      'database manager',
      'manager',
      'operator',
      'worker',
    ]);
    expect(attempts.length).toBeGreaterThan(100);
  });

  test('changes nothing but the journal', async () => {
    const count = () =>
      withClient(db.auth.ownerUrl, (client) =>
        client.query(
          'SELECT (SELECT count(*) FROM subject) AS subjects, (SELECT count(*) FROM setup) AS setups, (SELECT count(*) FROM password) AS passwords',
        ),
      );
    const before = (await count()).rows;
    await tryZones(written.zones);
    expect((await count()).rows).toEqual(before);
  });

  test.each([
    ['SELECT ON password', 'PUBLIC', 'database auth: PUBLIC: SELECT on table password: ALLOWED'],
    ['UPDATE ON journal', 'auth_app', 'auth: UPDATE journal SET at = at WHERE false: ALLOWED'],
    ['DELETE ON password', 'auth_app', 'auth: DELETE FROM password WHERE false: ALLOWED'],
    [
      'SELECT (hash) ON password',
      'PUBLIC',
      'database auth: PUBLIC: SELECT on column password.hash: ALLOWED',
    ],
    ['CREATE ON SCHEMA public', 'auth_app', 'auth: CREATE TABLE zones_probe (): ALLOWED'],
    [
      'SELECT ON pg_catalog.pg_authid',
      'PUBLIC',
      'auth: SELECT rolpassword FROM pg_authid LIMIT 0: ALLOWED',
    ],
    [
      'SET ON PARAMETER log_statement',
      'auth_app',
      'database auth: auth_app: SET on parameter log_statement: ALLOWED',
    ],
  ])('is red when the auth database grants %s to %s', async (what, role, expected) => {
    const red = await redWhile(
      () => authOwner(`GRANT ${what} TO ${role}`),
      () => authOwner(`REVOKE ${what} FROM ${role}`),
    );
    expect(red).toContain(expected);
  });

  test.each([
    ['DELETE ON activity', 'manager_app', 'manager: DELETE FROM activity WHERE false: ALLOWED'],
    [
      'UPDATE (email) ON customer',
      'manager_app',
      'manager: UPDATE customer SET email = email WHERE false: ALLOWED',
    ],
    [
      'UPDATE (created_at) ON customer',
      'manager_app',
      'database manager: manager_app: UPDATE on column customer.created_at: ALLOWED',
    ],
    [
      'INSERT ON reset_notice',
      'manager_app',
      'database manager: manager_app: INSERT on table reset_notice: ALLOWED',
    ],
    [
      'USAGE ON SCHEMA graphile_worker',
      'manager_app',
      'database manager: manager_app: USAGE on schema graphile_worker.*: ALLOWED',
    ],
    ['SELECT ON session', 'worker_app', 'worker: SELECT 1 FROM session LIMIT 0: ALLOWED'],
    [
      'EXECUTE ON FUNCTION queue_job',
      'PUBLIC',
      "operator: SELECT queue_job('send-notice', '{}'): ALLOWED",
    ],
    [
      'SELECT ON customer',
      'auth_app',
      'database manager: auth_app: SELECT on table customer: ALLOWED',
    ],
    ['manager_app', 'worker_app', 'worker: worker_app is a member of no role: ALLOWED'],
  ])('is red when the manager database grants %s to %s', async (what, role, expected) => {
    const red = await redWhile(
      () => managerOwner(`GRANT ${what} TO ${role}`),
      () => managerOwner(`REVOKE ${what} FROM ${role}`),
    );
    expect(red).toContain(expected);
  });

  test('is red when the manager may connect to the auth database', async () => {
    const name = databaseOf(db.auth.ownerUrl);
    const red = await redWhile(
      () => authOwner(`GRANT CONNECT ON DATABASE ${name} TO manager_app`),
      () => authOwner(`REVOKE CONNECT ON DATABASE ${name} FROM manager_app`),
    );
    expect(red).toContain('manager: connects to database auth: ALLOWED');
    expect(red).toContain('database auth: manager_app: CONNECT on database: ALLOWED');
  });

  test('is red when a new function lets everybody act as the owner', async () => {
    const red = await redWhile(
      () =>
        authOwner(`CREATE FUNCTION hashes() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER
                   AS 'SELECT hash FROM password'`),
      () => authOwner('DROP FUNCTION hashes()'),
    );
    expect(red).toContain('database auth: PUBLIC: EXECUTE on function hashes: ALLOWED');
  });

  test('is red when a grant is missing, for then the list is not the truth', async () => {
    const red = await redWhile(
      () => authOwner('REVOKE INSERT ON journal FROM auth_app'),
      () => authOwner('GRANT INSERT ON journal TO auth_app'),
    );
    expect(red).toContain('database auth: auth_app: INSERT on table journal: UNCLEAR');
  });

  test('is red when a role owns a table, or may do what only owners may', async () => {
    const red = await redWhile(
      () => managerOwner('ALTER TABLE activity OWNER TO manager_app'),
      () => managerOwner('ALTER TABLE activity OWNER TO CURRENT_USER'),
    );
    expect(red).toContain('manager: manager_app owns nothing: ALLOWED');
    const created = await redWhile(
      () => managerOwner('ALTER ROLE worker_app CREATEROLE'),
      () => managerOwner('ALTER ROLE worker_app NOCREATEROLE'),
    );
    expect(created).toContain('worker: worker_app has no attribute beyond LOGIN: ALLOWED');
  });

  test('is red when the socket or a key is open to others', async () => {
    const key = written.zones.manager.callerKeyFile;
    chmodSync(auth.socketPath, 0o660);
    chmodSync(key, 0o644);
    try {
      const red = await redAttempts();
      expect(red).toContain('auth: its socket has mode 0600: ALLOWED');
      expect(red).toContain('manager: its key file has mode 0600: ALLOWED');
    } finally {
      chmodSync(auth.socketPath, 0o600);
      chmodSync(key, 0o600);
    }
  });

  test('is red when the manager holds the key of the operator', async () => {
    const { zones } = written;
    const callerKeyFile = zones.operator.callerKeyFile;
    const manager = { ...zones.manager, callerKeyFile };
    const red = told((await tryZones({ ...zones, manager })).filter(isRed));
    expect(red).toContain(
      'manager: asks import-credentials under the name operator with its own key: ALLOWED',
    );
  });

  test('is red when a process holds what belongs to another zone', async () => {
    const manager = { ...written.zones.manager, pid: auth.pid };
    const red = told((await tryZones({ ...written.zones, manager })).filter(isRed));
    expect(red).toContain('manager: finds AUTH_DATABASE_URL in its environment: ALLOWED');
    expect(red).toContain(
      'manager: finds a database role other than manager_app in its environment: ALLOWED',
    );
  });

  test('is red, not green, when what it tries to reach does not answer', async () => {
    const { zones } = written;
    const manager = { ...zones.manager, authSocket: `${auth.socketPath}.gone` };
    const red = told((await tryZones({ ...zones, manager })).filter(isRed));
    expect(red).toContain('manager: asks open-setup: UNCLEAR');
  });

  test('is green again once every fence is up', async () => {
    expect(await redAttempts()).toEqual([]);
  });
});
