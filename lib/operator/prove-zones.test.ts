import { chmodSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { withClient } from '../database/roles.ts';
import { startAuthService } from '../testing/auth-service.ts';
import { freshDatabases } from '../testing/databases.ts';
import { writeZonesFile } from '../testing/zones-file.ts';
import { proveZones } from './prove-zones.ts';
import { judgeEnvironment } from './zones/inspect-processes.ts';
import { judgeRole } from './zones/judge-roles.ts';
import { tryCallers } from './zones/try-callers.ts';

let db: Awaited<ReturnType<typeof freshDatabases>>;
let service: Awaited<ReturnType<typeof startAuthService>>;
let data: ReturnType<typeof writeZonesFile>;
beforeAll(async () => {
  db = await freshDatabases();
  service = await startAuthService(db.auth.appUrl);
  data = writeZonesFile(db, service);
  vi.stubEnv('DATA_DIR', data.dataDir);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await service.stop();
  data.remove();
});

const fallen = async () =>
  (await proveZones(data.zones))
    .filter(({ held }) => held === false)
    .map(({ zone, attempt }) => `${zone}: ${attempt}`);

describe('the proof of the zones', () => {
  test('is green on a system as it is installed', async () => {
    expect(await fallen()).toEqual([]);
  });

  const loosened: ['auth' | 'manager', string, string, string][] = [
    [
      'auth',
      'GRANT SELECT ON journal TO auth_app',
      'REVOKE SELECT ON journal FROM auth_app',
      'auth_app: read the journal',
    ],
    [
      'auth',
      'GRANT UPDATE (verdict) ON journal TO auth_app',
      'REVOKE UPDATE (verdict) ON journal FROM auth_app',
      'auth_app: rewrite the journal',
    ],
    [
      'auth',
      'GRANT SELECT ON password TO PUBLIC',
      'REVOKE SELECT ON password FROM PUBLIC',
      'database auth: everyone: SELECT on table password',
    ],
    [
      'auth',
      'CREATE VIEW copied AS SELECT * FROM totp; GRANT SELECT ON copied TO manager_app',
      'DROP VIEW copied',
      'database auth: manager_app: SELECT on table copied',
    ],
    [
      'auth',
      `DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO manager_app', current_database()); END $$`,
      `DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM manager_app', current_database()); END $$`,
      'manager_app: connect to database auth',
    ],
    [
      'manager',
      'GRANT DELETE ON activity TO manager_app',
      'REVOKE DELETE ON activity FROM manager_app',
      'manager_app: delete from a history',
    ],
    [
      'manager',
      'GRANT UPDATE (staff_role) ON customer TO manager_app',
      'REVOKE UPDATE (staff_role) ON customer FROM manager_app',
      'manager_app: change a role and leave no entry',
    ],
    [
      'manager',
      'GRANT DELETE ON staff_act TO manager_app',
      'REVOKE DELETE ON staff_act FROM manager_app',
      'manager_app: delete what staff did',
    ],
    [
      'manager',
      'GRANT SELECT (token_hash) ON session TO worker_app',
      'REVOKE SELECT (token_hash) ON session FROM worker_app',
      'database manager: worker_app: SELECT on table session (token_hash)',
    ],
    [
      'manager',
      'GRANT EXECUTE ON FUNCTION queue_job TO operator_app',
      'REVOKE EXECUTE ON FUNCTION queue_job FROM operator_app',
      'database manager: operator_app: EXECUTE on function queue_job(queueable_task,json,text,interval)',
    ],
    [
      'manager',
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO worker_app',
      'ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM worker_app',
      'database manager: worker_app: SELECT on what is made later',
    ],
    [
      'manager',
      'GRANT CREATE ON SCHEMA public TO operator_app',
      'REVOKE CREATE ON SCHEMA public FROM operator_app',
      'operator_app: create a table',
    ],
    [
      'auth',
      'GRANT SELECT (rolname, rolpassword) ON pg_authid TO PUBLIC',
      'REVOKE SELECT (rolname, rolpassword) ON pg_authid FROM PUBLIC',
      'database auth: everyone: SELECT on table pg_authid (rolpassword)',
    ],
    [
      'manager',
      'GRANT EXECUTE ON FUNCTION pg_read_file(text) TO manager_app',
      'REVOKE EXECUTE ON FUNCTION pg_read_file(text) FROM manager_app',
      'database manager: manager_app: EXECUTE on function pg_read_file(text)',
    ],
    [
      'auth',
      "CREATE FUNCTION hashes() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT hash FROM password'",
      'DROP FUNCTION hashes()',
      'database auth: everyone: EXECUTE on function hashes()',
    ],
    [
      'auth',
      'GRANT SET ON PARAMETER log_statement TO auth_app',
      'REVOKE SET ON PARAMETER log_statement FROM auth_app',
      'database auth: auth_app: SET on parameter log_statement',
    ],
    [
      'auth',
      'CREATE ROLE zones_reporting; GRANT auth_app TO zones_reporting',
      'DROP ROLE zones_reporting',
      'auth_app: have a power beyond its grants',
    ],
    [
      'manager',
      'ALTER TABLE activity OWNER TO manager_app',
      `ALTER TABLE activity OWNER TO CURRENT_USER; GRANT SELECT, INSERT ON activity TO manager_app;
       GRANT USAGE ON SEQUENCE activity_id_seq TO manager_app`,
      'database manager: manager_app: OWNER on table activity',
    ],
    [
      'manager',
      'REVOKE SELECT ON customer FROM worker_app',
      'GRANT SELECT ON customer TO worker_app',
      'database manager: worker_app: SELECT on table customer',
    ],
  ];

  test.each(loosened)('is red after, in database %s, %s', async (kind, loosen, tighten, words) => {
    const owner = (sql: string) => withClient(db[kind].ownerUrl, (client) => client.query(sql));
    await owner(loosen);
    expect(await fallen()).toContain(words);
    await owner(tighten);
    expect(await fallen()).toEqual([]);
  });

  test('is red for a key that others may read', async () => {
    const key = service.keyFile('manager');
    chmodSync(key, 0o644);
    expect(await fallen()).toEqual(["another user: open the manager's key"]);
    chmodSync(key, 0o600);
  });

  test("is red for the auth service's variables in the manager, and for an owner's URL in any", () => {
    const fell = (variables: [string, string][]) =>
      judgeEnvironment('manager', new Map(variables)).filter(({ held }) => !held).length;
    expect(fell([['MANAGER_DATABASE_URL', 'postgresql://manager_app:x@h/manager']])).toBe(0);
    expect(fell([['AUTH_KEYS_FILE', '/keys']])).toBe(1);
    expect(fell([['DATABASE_URL', 'postgresql://postgres:x@h/manager']])).toBe(1);
  });

  test('is red for a service that answers everybody everything', async () => {
    const authSocket = path.join(data.dataDir, 'open.sock');
    const open = createServer((_, response) => response.end('{}')).listen(authSocket);
    const { operator } = data.zones;
    const attempts = await tryCallers({ ...data.zones, operator: { ...operator, authSocket } });
    const held = attempts.filter((attempt) => attempt.held);
    expect(held.map(({ expected }) => expected)).toEqual(['answered', 'answered', 'answered']);
    open.close();
  });

  test('is red for a role with powers beyond its grants', () => {
    const facts = { role: 'manager_app', powers: [], memberOf: [], members: [] };
    expect(judgeRole(facts).held).toBe(true);
    expect(judgeRole({ ...facts, powers: ['superuser'] }).held).toBe(false);
    expect(judgeRole({ ...facts, memberOf: ['pg_read_all_data'] }).held).toBe(false);
  });

  test('is red, not green, when nobody answers', async () => {
    await service.end();
    expect(await fallen()).toContain('manager: ask describe-reset, which it may');
  });
});
