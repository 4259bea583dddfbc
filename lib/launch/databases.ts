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

export interface Databases {
  /** The URL with which a role connects. Secret. */
  roleUrl: (role: AppRole) => string;
}

/**
 * Finds or starts PostgreSQL, and brings both databases to this version.
 *
 * @param keep keeps a PostgreSQL of our own running.
 */
export async function openDatabases(
  settings: LaunchSettings,
  folder: DataFolder,
  secrets: Secrets,
  keep: (name: string, begin: () => Promise<EmbeddedPostgres>) => Promise<unknown>,
): Promise<Databases> {
  if (settings.owners) return prepare(settings.owners, secrets);
  const log = openLog(path.join(folder.logs, 'postgres.log'));
  const port = await freePort();
  let embedded: EmbeddedPostgres | undefined;
  await keep('PostgreSQL', async () => {
    embedded = await startPostgres(folder.postgres, port, secrets.postgres, log);
    return embedded;
  });
  if (!embedded) throw new LaunchError('PostgreSQL did not start.');
  for (const name of ['manager', 'auth']) await createDatabase(embedded.url('postgres'), name);
  return prepare({ manager: embedded.url('manager'), auth: embedded.url('auth') }, secrets);
}

async function prepare(owners: { manager: string; auth: string }, secrets: Secrets) {
  for (const [variable, url] of [
    ['DATABASE_URL', owners.manager],
    ['AUTH_DATABASE_URL', owners.auth],
  ] as const) {
    await withClient(url, async () => {}).catch((error: Error) => {
      throw new LaunchError(`${variable} cannot be used: ${error.message || 'no answer'}.`);
    });
  }
  await prepareDatabases(owners, secrets.roles).catch((error: Error) => {
    throw new LaunchError(`The databases could not be prepared: ${firstLine(error)}`);
  });
  return {
    roleUrl: (role: AppRole) => roleUrl(owners[appRoles[role]], role, secrets.roles[role]),
  };
}

async function createDatabase(url: string, name: string) {
  await withClient(url, async (client) => {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!known.rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

function firstLine(error: Error): string {
  return error.message.split('\n').find((line) => line.trim()) ?? error.name;
}
