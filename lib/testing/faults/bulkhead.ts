import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type AuthConnection, connectAuth } from '../../auth/connect.ts';
import { prepareDatabases } from '../../database/prepare.ts';
import { type AppRole, appRoles, roleUrl, withClient } from '../../database/roles.ts';
import { freePort } from '../../launch/ports.ts';
import { type EmbeddedPostgres, startPostgres } from '../../launch/postgres.ts';
import { startAuthService } from '../auth-service.ts';
import { openTripwireProxy } from './tripwire-proxy.ts';

const password = randomBytes(16).toString('hex');

/** Auth service and PostgreSQL as real processes that can be killed and started again, with a proxy between. */
export async function openBulkhead() {
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-faults-'));
  const port = await freePort();
  let postgres = await begin(path.join(dir, 'postgres'), port);
  const proxy = await openTripwireProxy(port);
  const owner = { auth: postgres.url('auth'), manager: postgres.url('manager') };
  await prepare(postgres, owner);
  const url = new URL(roleUrl(owner.auth, 'auth_app', password));
  url.port = String(proxy.port);
  let service = await startAuthService(url.href);
  const connect = (caller: 'manager' | 'operator'): AuthConnection =>
    connectAuth({
      socketPath: service.socketPath,
      caller,
      callerKey: readFileSync(service.keyFile(caller), 'utf8').trim(),
    });

  return {
    manager: connect('manager'),
    operator: connect('operator'),
    proxy,
    managerOwnerUrl: owner.manager,
    managerUrl: roleUrl(owner.manager, 'manager_app', password),
    workerUrl: roleUrl(owner.manager, 'worker_app', password),
    callerKeyFile: service.keyFile('manager'),
    workerKeyFile: service.keyFile('worker'),
    socketPath: service.socketPath,
    authPid: () => service.pid,
    /** As the owner of the auth database. */
    sql: <R>(text: string, values: unknown[] = []): Promise<R[]> =>
      withClient(owner.auth, async (client) => (await client.query(text, values)).rows),
    /** As the owner of the manager's database. */
    managerSql: <R>(text: string, values: unknown[] = []): Promise<R[]> =>
      withClient(owner.manager, async (client) => (await client.query(text, values)).rows),
    async killAuth() {
      await service.end('SIGKILL');
    },
    async startAuth() {
      service = await startAuthService(url.href, 10, service.dir);
    },
    async killPostgres() {
      process.kill(postgres.pid as number, 'SIGKILL');
      await postgres.ended;
      proxy.cut();
    },
    async startPostgres() {
      postgres = await begin(path.join(dir, 'postgres'), port);
    },
    async stop() {
      await service.stop();
      await proxy.close();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type Bulkhead = Awaited<ReturnType<typeof openBulkhead>>;

// The killed server's own children may hold its memory for a moment longer.
async function begin(cluster: string, port: number): Promise<EmbeddedPostgres> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await startPostgres(cluster, port, password, () => {});
    } catch (error) {
      if (attempt === 50) throw error;
      await wait(100);
    }
  }
}

async function prepare(postgres: EmbeddedPostgres, owner: { auth: string; manager: string }) {
  for (const name of Object.keys(owner)) {
    await withClient(postgres.url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
  }
  const roles = Object.keys(appRoles) as AppRole[];
  const passwords = Object.fromEntries(roles.map((role) => [role, password]));
  await prepareDatabases(owner, passwords as Record<AppRole, string>);
}
