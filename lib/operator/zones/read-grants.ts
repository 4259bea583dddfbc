import type { Client } from 'pg';

/**
 * Reads from the catalogues what anybody but the owner may do in the connected database, as
 * `role: PRIVILEGE on kind name`. PostgreSQL's own objects appear only where somebody changed them.
 */
export async function readGrants(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ granted: string }>(grants);
  return new Set(rows.map(({ granted }) => granted));
}

// The catalogues and not information_schema: that one hides grants to roles the asker is not.
// Objects without an ACL have a default, which for functions is EXECUTE to everybody.
const grants = `
  WITH object AS (
    SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind,
      nspname AS schema, relname::text AS name, relowner AS owner, 'pg_class'::regclass AS class,
      pg_class.oid, 0 AS sub, coalesce(relacl,
        acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, relowner)) AS acl
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'column', nspname, relname || '.' || attname, relowner, 'pg_class'::regclass,
      pg_class.oid, attnum, attacl
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE attacl IS NOT NULL
    UNION ALL
    SELECT 'function', nspname, proname::text, proowner, 'pg_proc'::regclass, pg_proc.oid, 0,
      coalesce(proacl, acldefault('f', proowner))
    FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
    UNION ALL
    SELECT 'schema', 'public', nspname::text, nspowner, 'pg_namespace'::regclass, oid, 0,
      coalesce(nspacl, acldefault('n', nspowner))
    FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_t%'
    UNION ALL
    SELECT 'database', 'public', '', datdba, 'pg_database'::regclass, oid, 0,
      coalesce(datacl, acldefault('d', datdba))
    FROM pg_database WHERE datname = current_database()
    UNION ALL
    SELECT 'default', 'public', pg_default_acl.oid::text, defaclrole, 'pg_default_acl'::regclass,
      oid, 0, defaclacl
    FROM pg_default_acl
    UNION ALL
    SELECT 'parameter', 'public', parname, 10, 'pg_parameter_acl'::regclass, oid, 0, paracl
    FROM pg_parameter_acl
  ), granted AS (
    SELECT object.*, grantee, privilege_type AS privilege, is_grantable
    FROM object, aclexplode(acl)
    WHERE grantee <> owner
  )
  SELECT DISTINCT concat(
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, ': ', privilege,
    CASE WHEN is_grantable THEN ' and passing it on' END, ' on ', kind,
    CASE WHEN schema = 'graphile_worker' THEN ' graphile_worker.*'
      WHEN name <> '' THEN concat(' ', CASE WHEN schema <> 'public' THEN schema || '.' END, name)
    END) AS granted
  FROM granted
  WHERE NOT EXISTS (
    SELECT FROM pg_init_privs initial, aclexplode(initial.initprivs) given
    WHERE initial.objoid = granted.oid AND initial.classoid = granted.class
      AND initial.objsubid = granted.sub AND given.grantee = granted.grantee
      AND given.privilege_type = granted.privilege)
    AND NOT (kind = 'function' AND schema IN ('pg_catalog', 'information_schema')
      AND grantee = 0 AND NOT EXISTS (
        SELECT FROM pg_init_privs WHERE objoid = granted.oid AND classoid = granted.class))`;
