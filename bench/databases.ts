import { prepareDatabases } from '../lib/database/prepare.ts';
import { type AppRole, appRoles, roleUrl, withClient } from '../lib/database/roles.ts';
import { startTemporaryPostgres } from '../lib/launch/temporary-postgres.ts';

const password = 'bench';

/** A PostgreSQL of the bench's own, with a migrated pair of databases. Gone when stopped. */
export async function openDatabases() {
  const postgres = await startTemporaryPostgres();
  const ownerUrls = { manager: postgres.url('manager'), auth: postgres.url('auth') };
  for (const name of Object.keys(ownerUrls)) {
    await withClient(postgres.url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
  }
  const roles = Object.keys(appRoles) as AppRole[];
  const passwords = Object.fromEntries(roles.map((role) => [role, password]));
  await prepareDatabases(ownerUrls, passwords as Record<AppRole, string>);
  return {
    ownerUrls,
    authUrl: roleUrl(ownerUrls.auth, 'auth_app', password),
    managerUrl: roleUrl(ownerUrls.manager, 'manager_app', password),
    workerUrl: roleUrl(ownerUrls.manager, 'worker_app', password),
    /** An empty database for a peer, as the owner. */
    async empty(name: string): Promise<string> {
      const url = postgres.url('postgres');
      await withClient(url, (client) => client.query(`CREATE DATABASE ${name}`));
      return postgres.url(name);
    },
    stop: postgres.stop,
  };
}

export type Databases = Awaited<ReturnType<typeof openDatabases>>;
