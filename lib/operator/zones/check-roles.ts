import { withClient } from '../../database/roles.ts';
import type { Zones } from '../environment.ts';
import { type Attempt, kindOf } from './attempt.ts';
import { roleOf, zoneNames } from './zone-names.ts';

/** Whether each role is as weak as it must be: no attributes, no memberships, owner of nothing. */
export async function checkRoles(zones: Zones): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const zone of zoneNames) {
    const role = roleOf[zone];
    const note = (attempt: string, detail?: string | null) =>
      attempts.push(
        detail ? { zone, attempt, result: 'ALLOWED', detail } : { zone, attempt, result: 'holds' },
      );
    try {
      const { rows } = await withClient(zones[zone].databaseUrl, (client) =>
        client.query<Facts>(facts, [role, Object.values(roleOf)]),
      );
      const [found] = rows;
      if (!found) throw new Error(`no role ${role}`);
      note(`connects as ${role}`, found.as === role ? null : found.as);
      note(`${role} has no attribute beyond LOGIN`, found.attributes);
      note(`${role} is a member of no role`, found.memberOf);
      note(`nobody but the owner may become ${role}`, found.members);
      note(`${role} owns nothing`, found.owns ? `${found.owns} objects` : null);
    } catch (error) {
      const detail = kindOf(error);
      attempts.push({ zone, attempt: `${role} is weak`, result: 'UNCLEAR', detail });
    }
  }
  return attempts;
}

interface Facts {
  as: string;
  attributes: string | null;
  memberOf: string | null;
  members: string | null;
  owns: number;
}

const facts = `
  SELECT current_user::text AS as,
    nullif(concat_ws(', ',
      CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
      CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
      CASE WHEN rolreplication THEN 'REPLICATION' END), '') AS attributes,
    (SELECT string_agg(pg_get_userbyid(roleid), ', ') FROM pg_auth_members
      WHERE member = role.oid) AS "memberOf",
    (SELECT string_agg(pg_get_userbyid(member), ', ')
      FROM pg_auth_members JOIN pg_roles one ON one.oid = member
      WHERE roleid = role.oid AND NOT one.rolsuper
        AND member NOT IN (SELECT datdba FROM pg_database)) AS members,
    (SELECT count(*)::int FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass
      AND refobjid = role.oid AND deptype = 'o') AS owns
  FROM pg_roles role WHERE rolname = $1 AND rolname = ANY($2)`;
