import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { roleUrl, sealDatabase, withClient } from '../database/roles.ts';

/** An own pair of migrated databases, as empty as on a first start. */
export async function freshDatabases() {
  const server = inject('postgresUrl');
  const suffix = randomBytes(6).toString('hex');
  const make = async (kind: 'manager' | 'auth') => {
    const name = `${kind}_${suffix}`;
    await withClient(server, (client) =>
      client.query(`CREATE DATABASE ${name} TEMPLATE ${kind}_template STRATEGY FILE_COPY`),
    );
    const url = new URL(server);
    url.pathname = name;
    await sealDatabase(kind, url.href);
    return url.href;
  };
  const [auth, manager] = [await make('auth'), await make('manager')];
  return {
    auth: {
      ownerUrl: auth,
      appUrl: roleUrl(auth, 'auth_app', 'test'),
      journalUrl: roleUrl(auth, 'journal_app', 'test'),
    },
    manager: {
      ownerUrl: manager,
      appUrl: roleUrl(manager, 'manager_app', 'test'),
      workerUrl: roleUrl(manager, 'worker_app', 'test'),
      operatorUrl: roleUrl(manager, 'operator_app', 'test'),
    },
  };
}
