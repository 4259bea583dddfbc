import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withClient } from '../database/roles.ts';
import { freePort } from '../launch/ports.ts';
import { postgresIdentity } from '../launch/postgres-identity.ts';

const programs = ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'];

/** A folder with a PostgreSQL and the programs that back it up, of one version; where this machine has one. */
export const postgresPrograms = [
  ...(process.env.PATH ?? '').split(path.delimiter),
  // Debian keeps the server's own programs off the PATH.
  ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
  ...globSync('/usr/pgsql-*/bin').sort().reverse(),
].find((folder) => programs.every((name) => existsSync(path.join(folder, name))));

/**
 * An empty server of that PostgreSQL, as an operator has one: both databases belong to a role that may make
 * roles and is no superuser.
 *
 * @param bin folder of its programs.
 */
export async function startOwnPostgres(bin: string) {
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-own-'));
  const as = postgresIdentity();
  const cluster = path.join(dir, 'cluster');
  mkdirSync(cluster, { mode: 0o700 });
  if (as) for (const folder of [dir, cluster]) chownSync(folder, as.uid, as.gid);
  const options = { ...as, cwd: '/', stdio: 'ignore' } as const;
  const password = randomBytes(16).toString('hex');
  const passwordFile = path.join(dir, 'password');
  writeFileSync(passwordFile, password);
  const access = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const initdb = ['-D', cluster, '-E', 'UTF8', '--locale=C', ...access];
  execFileSync(path.join(bin, 'initdb'), initdb, options);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const child = spawn(
    path.join(bin, 'postgres'),
    ['-D', cluster, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
    options,
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = (database: string, user: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
  const administer = (sql: string) =>
    withClient(url('postgres', 'postgres'), (client) => client.query(sql));
  await untilAnswers(() => administer(`CREATE ROLE owner LOGIN CREATEROLE PASSWORD '${password}'`));
  for (const name of ['manager', 'auth']) await administer(`CREATE DATABASE ${name} OWNER owner`);

  const serviceFile = path.join(dir, 'pg_service.conf');
  const service = (name: string) =>
    `[${name}]\nhost=127.0.0.1\nport=${port}\nuser=owner\npassword=${password}\ndbname=${name}\n`;
  writeFileSync(serviceFile, service('manager') + service('auth'), { mode: 0o600 });
  return {
    serviceFile,
    ownerUrl: (database: 'manager' | 'auth') => url(database, 'owner'),
    async stop() {
      child.kill('SIGINT');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function untilAnswers(attempt: () => Promise<unknown>) {
  for (const deadline = Date.now() + 30_000; ; ) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
