import { randomInt } from 'node:crypto';
import path from 'node:path';
import { prepareDatabases } from '../database/prepare.ts';
import { type AppRole, appRoles, roleUrl, withClient } from '../database/roles.ts';
import type { DataFolder } from './data-folder.ts';
import type { LaunchSettings } from './environment.ts';
import { LaunchError } from './launch-error.ts';
import { openLog } from './log.ts';
import { freePort } from './ports.ts';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';
import type { Secrets } from './secrets.ts';

type Owners = NonNullable<LaunchSettings['owners']>;
const variables = { manager: 'DATABASE_URL', auth: 'AUTH_DATABASE_URL' } as const;

export interface Databases {
  /** The URL with which a role connects. Secret. */
  roleUrl: (role: AppRole) => string;
  /** Names of the migrations applied now. */
  applied: string[];
}

/**
 * Finds or starts PostgreSQL, and brings both databases to this version.
 *
 * @param keep keeps a PostgreSQL of our own running.
 * @param signal ends it between two migrations.
 */
export async function openDatabases(
  settings: LaunchSettings,
  folder: DataFolder,
  secrets: Secrets,
  keep: (name: string, begin: () => Promise<EmbeddedPostgres>) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<Databases> {
  if (settings.owners) return prepare(settings.owners, secrets, signal);
  const log = openLog(path.join(folder.logs, 'postgres.log'));
  const port = await freePort();
  let embedded: EmbeddedPostgres | undefined;
  await keep('PostgreSQL', async () => {
    embedded = await startPostgres(folder.postgres, port, secrets.postgres, log);
    return embedded;
  });
  if (!embedded) throw new LaunchError('PostgreSQL did not start.');
  for (const name of ['manager', 'auth']) await createDatabase(embedded.url('postgres'), name);
  const owners = { manager: embedded.url('manager'), auth: embedded.url('auth') };
  return prepare(owners, secrets, signal);
}

async function prepare(owners: Owners, secrets: Secrets, signal?: AbortSignal): Promise<Databases> {
  await requireOwner('manager', owners.manager);
  await requireOwner('auth', owners.auth);
  await requireTwo(owners);
  const applied = await prepareDatabases(owners, secrets.roles, signal).catch((error: Error) => {
    if (error === signal?.reason) throw error;
    throw new LaunchError(`The databases could not be prepared: ${firstLine(error)}.`);
  });
  const urlOf = (role: AppRole) => roleUrl(owners[appRoles[role]], role, secrets.roles[role]);
  for (const role of Object.keys(appRoles) as AppRole[]) await requireRole(role, urlOf(role));
  return { roleUrl: urlOf, applied };
}

// PostgreSQL only warns when another than the owner closes a database to strangers.
async function requireOwner(database: keyof Owners, url: string) {
  const question = `
    SELECT pg_has_role(datdba, 'USAGE') AS owns,
      (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS creates
    FROM pg_database WHERE datname = current_database()`;
  const answer = await withClient(url, (client) => client.query(question)).catch((error: Error) =>
    refuse(database, firstLine(error)),
  );
  if (!answer.rows[0]?.owns) refuse(database, 'its user does not own the database');
  if (!answer.rows[0]?.creates) refuse(database, 'its user needs the right to create roles');
}

// One database may have many names, but a lock that is taken in it is taken under all of them.
async function requireTwo(owners: Owners) {
  const key = randomInt(2 ** 47);
  const take = { text: 'SELECT pg_try_advisory_lock($1) AS free', values: [key] };
  const free = await withClient(owners.manager, async (client) => {
    await client.query(take);
    return withClient(owners.auth, async (other) => (await other.query(take)).rows[0].free);
  });
  if (!free) refuse('auth', 'it names the database of DATABASE_URL; they must be two');
}

// A URL can name its user in ways that win over the role's: that process would be the owner.
async function requireRole(role: AppRole, url: string) {
  const name = await withClient(url, async (client) => {
    const { rows } = await client.query('SELECT current_user AS name');
    return rows[0].name as string;
  }).catch((error: Error) => refuse(appRoles[role], firstLine(error)));
  if (name !== role) {
    refuse(appRoles[role], 'write it as postgresql://user:password@host:port/database');
  }
}

function refuse(database: keyof Owners, why: string): never {
  throw new LaunchError(`${variables[database]} cannot be used: ${why}.`);
}

async function createDatabase(url: string, name: string) {
  await withClient(url, async (client) => {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!known.rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

function firstLine(error: Error): string {
  return error.message.split('\n').find((line) => line.trim()) || 'no answer';
}
