import type { Client } from 'pg';
import { withClient } from '../../database/roles.ts';
import type { Zones } from '../environment.ts';
import { type Attempt, kindOf } from './attempt.ts';
import { forbiddenStatements } from './forbidden-statements.ts';
import { roleOf, type ZoneName, zoneNames } from './zone-names.ts';

const noPrivilege = '42501';

/** Each zone's role tries, in its own database, what it must not be able to do. Changes nothing. */
export async function tryStatements(zones: Zones): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const zone of zoneNames) {
    try {
      attempts.push(
        ...(await withClient(zones[zone].databaseUrl, (client) => tryAll(zone, client))),
      );
    } catch (error) {
      const detail = kindOf(error);
      attempts.push({ zone, attempt: 'tries forbidden statements', result: 'UNCLEAR', detail });
    }
  }
  return attempts;
}

async function tryAll(zone: ZoneName, client: Client): Promise<Attempt[]> {
  await client.query("SET lock_timeout = '2s'; SET statement_timeout = '5s'");
  const others = await client.query<{ name: string }>(
    `SELECT rolname AS name FROM pg_roles
     WHERE rolname = ANY($1) AND rolname <> current_user
     UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()`,
    [Object.values(roleOf)],
  );
  const statements = [
    ...forbiddenStatements[zone],
    ...others.rows.map(({ name }) => `SET ROLE ${client.escapeIdentifier(name)}`),
  ];
  const attempts: Attempt[] = [];
  for (const statement of statements) attempts.push(await tryOne(zone, client, statement));
  return attempts;
}

async function tryOne(zone: string, client: Client, attempt: string): Promise<Attempt> {
  await client.query('BEGIN');
  try {
    await client.query(attempt);
    return { zone, attempt, result: 'ALLOWED' };
  } catch (error) {
    const detail = kindOf(error);
    return { zone, attempt, result: detail === noPrivilege ? 'refused' : 'UNCLEAR', detail };
  } finally {
    await client.query('ROLLBACK');
  }
}
