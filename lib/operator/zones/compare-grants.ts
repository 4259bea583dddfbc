import { withClient } from '../../database/roles.ts';
import type { Zones } from '../environment.ts';
import type { Attempt } from './attempt.ts';
import { expectedGrants } from './expected-grants.ts';

interface Grant {
  role: string;
  object: string;
  privilege: string;
}

/** Compares every grant that stands in the databases' catalogs with the list of those that should. */
export async function compareGrants(zones: Zones): Promise<Attempt[]> {
  const urls = { auth: zones.auth.databaseUrl, manager: zones.operator.databaseUrl };
  const found: Attempt[] = [];
  for (const kind of ['auth', 'manager'] as const) {
    const actual = await withClient(urls[kind], (client) => client.query<Grant>(grantsQuery));
    found.push(...compare(kind, actual.rows));
  }
  return found;
}

function compare(kind: 'auth' | 'manager', actual: Grant[]): Attempt[] {
  const zone = `database ${kind}`;
  const words = ({ role, object, privilege }: Grant) => `${role}: ${privilege} on ${object}`;
  const wanted = new Set(listExpected(kind).map(words));
  const given = new Set(actual.filter((grant) => !isOwnQueue(grant)).map(words));
  const tooMany = [...given].filter((grant) => !wanted.has(grant));
  const missing = [...wanted].filter((grant) => !given.has(grant));
  if (tooMany.length + missing.length === 0) {
    const result = `${given.size} grants, each as written down`;
    const expected = 'none beyond the list';
    return [{ zone, attempt: 'look for other grants', expected, result, held: true }];
  }
  return [
    ...tooMany.map((grant) => ({
      zone,
      attempt: grant,
      expected: 'not granted',
      result: 'granted',
      held: false,
    })),
    ...missing.map((grant) => ({
      zone,
      attempt: grant,
      expected: 'granted',
      result: 'not granted',
      held: false,
    })),
  ];
}

function listExpected(kind: 'auth' | 'manager'): Grant[] {
  return Object.entries(expectedGrants[kind]).flatMap(([role, objects]) =>
    Object.entries(objects).flatMap(([object, privileges]) =>
      privileges.split(' ').map((privilege) => ({ role, object, privilege })),
    ),
  );
}

// The queue's library makes its tables and functions, and may make others in its next version.
function isOwnQueue({ role, object, privilege }: Grant): boolean {
  const inQueue = /^\w+ graphile_worker\b/.test(object);
  return role === 'worker_app' && inQueue && privilege !== 'OWNER' && privilege !== 'CREATE';
}

const bootstrapOwner = 10;

// Read from the catalogs, which every role may read: what is granted to whom, by name or to everyone,
// and what belongs to a role that should own nothing. PostgreSQL's own objects count where their grants
// are not those it came with: a readable pg_authid would give every role's password away.
const grantsQuery = `
  WITH ours AS (
    SELECT oid, nspname, nspowner, nspacl FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  ), prefix AS (
    SELECT oid, CASE nspname WHEN 'public' THEN '' ELSE nspname || '.' END AS name FROM ours
  ), things (object, owner, acl) AS (
    SELECT 'database', datdba, coalesce(datacl, acldefault('d', datdba))
    FROM pg_database WHERE datname = current_database()
    UNION ALL
    SELECT 'schema ' || nspname, nspowner, coalesce(nspacl, acldefault('n', nspowner)) FROM ours
    UNION ALL
    SELECT CASE relkind WHEN 'S' THEN 'sequence ' ELSE 'table ' END || name || relname, relowner,
      coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))
    FROM pg_class JOIN prefix ON prefix.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'table ' || name || relname || ' (' || attname || ')', relowner, attacl
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN prefix ON prefix.oid = relnamespace
    WHERE attacl IS NOT NULL AND NOT attisdropped
    UNION ALL
    SELECT 'function ' || pg_proc.oid::regprocedure, proowner,
      coalesce(proacl, acldefault('f', proowner))
    FROM pg_proc JOIN prefix ON prefix.oid = pronamespace
    UNION ALL
    SELECT 'what is made later', defaclrole, defaclacl FROM pg_default_acl
    UNION ALL
    SELECT 'parameter ' || parname, ${bootstrapOwner}, paracl FROM pg_parameter_acl
  ), own (object, owner, acl, class, oid, sub) AS (
    SELECT 'table ' || oid::regclass::text, relowner, relacl, 'pg_class'::regclass, oid, 0
    FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace
    UNION ALL
    SELECT 'table ' || attrelid::regclass::text || ' (' || attname || ')', relowner, attacl,
      'pg_class'::regclass, attrelid, attnum
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'pg_catalog'::regnamespace
    UNION ALL
    SELECT 'function ' || oid::regprocedure::text, proowner, proacl, 'pg_proc'::regclass, oid, 0
    FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
  ), changed (object, owner, acl) AS (
    SELECT object, owner, array_agg(now.one) FROM own, unnest(acl) AS now (one)
    WHERE NOT now.one = ANY (coalesce((SELECT initprivs FROM pg_init_privs
      WHERE objoid = own.oid AND classoid = own.class AND objsubid = own.sub), '{}'))
    GROUP BY object, owner
  )
  SELECT coalesce(rolname, 'everyone') AS role, object,
    privilege_type || CASE WHEN is_grantable THEN ' and pass on' ELSE '' END AS privilege
  FROM (TABLE things UNION ALL TABLE changed) AS any_thing, aclexplode(acl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
  WHERE grantee <> owner
  UNION ALL
  SELECT rolname, object, 'OWNER' FROM things JOIN pg_roles ON pg_roles.oid = owner
  WHERE rolname IN ('auth_app', 'journal_app', 'manager_app', 'worker_app', 'operator_app')
  ORDER BY 1, 2, 3`;
