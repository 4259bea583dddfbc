import { appRoles, withClient } from '../../database/roles.ts';
import type { Zones } from '../environment.ts';
import type { Attempt } from './attempt.ts';

/** What PostgreSQL's catalogs say of one role, on one server. */
export interface RoleFacts {
  role: string;
  /** Attributes that reach past any grant, such as `superuser`. */
  powers: string[];
  /** Roles it is a member of. */
  memberOf: string[];
  /** Roles that may become it, other than superusers and the databases' owners, who can anyway. */
  members: string[];
}

/** Looks whether an app role has powers that no grant gives, and no grant can take away. */
export async function checkRoles(zones: Zones): Promise<Attempt[]> {
  const found = new Map<string, Attempt>();
  for (const url of [zones.auth.databaseUrl, zones.operator.databaseUrl]) {
    const { rows } = await withClient(url, (client) =>
      client.query<RoleFacts>(rolesQuery, [Object.keys(appRoles)]),
    );
    for (const attempt of rows.map(judgeRole)) {
      if (found.get(attempt.zone)?.held !== false) found.set(attempt.zone, attempt);
    }
  }
  return [...found.values()];
}

export function judgeRole({ role, powers, memberOf, members }: RoleFacts): Attempt {
  const had = [
    ...powers,
    ...memberOf.map((name) => `member of ${name}`),
    ...members.map((name) => `lent to ${name}`),
  ];
  return {
    zone: role,
    attempt: 'have a power beyond its grants',
    expected: 'none',
    result: had.join(', ') || 'none',
    held: had.length === 0,
  };
}

const rolesQuery = `
  SELECT rolname AS role,
    array_remove(ARRAY[
      CASE WHEN rolsuper THEN 'superuser' END,
      CASE WHEN rolcreaterole THEN 'create role' END,
      CASE WHEN rolcreatedb THEN 'create database' END,
      CASE WHEN rolreplication THEN 'replication' END,
      CASE WHEN rolbypassrls THEN 'bypass row security' END], NULL) AS powers,
    ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = pg_roles.oid)
      AS "memberOf",
    ARRAY(SELECT borrower.rolname::text
      FROM pg_auth_members JOIN pg_roles borrower ON borrower.oid = member
      WHERE roleid = pg_roles.oid AND NOT borrower.rolsuper
        AND member NOT IN (SELECT datdba FROM pg_database)) AS members
  FROM pg_roles WHERE rolname = ANY($1) ORDER BY 1`;
