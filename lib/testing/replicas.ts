import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { connectAuth } from '../auth/connect.ts';
import { withClient } from '../database/roles.ts';
import { freePort } from '../launch/ports.ts';
import { makeFolder, startAuthService } from './auth-service.ts';
import { openBalancer } from './balancer.ts';
import { openAuthority } from './certificates.ts';
import { freshDatabases } from './databases.ts';

/** Two auth services as processes, on one database and with the same keys, behind one address of mutual TLS. */
export async function openReplicas() {
  const { auth } = await freshDatabases();
  const authority = await openAuthority();
  const files = await authority.server();
  const dir = makeFolder();
  const ports = [await freePort(), await freePort()] as const;
  const balancer = await openBalancer([...ports]);
  const url = new URL(`https://localhost:${balancer.port}`);
  const start = (index: 0 | 1) =>
    startAuthService(auth.appUrl, 10, dir, {
      AUTH_SOCKET: undefined,
      AUTH_LISTEN: `127.0.0.1:${ports[index]}`,
      AUTH_TLS_CERT_FILE: files.certFile,
      AUTH_TLS_KEY_FILE: files.keyFile,
      AUTH_TLS_CA_FILE: files.caFile,
      AUTH_CHECKPOINTS_FILE: path.join(dir, `checkpoints-${index}.jsonl`),
    });
  const replicas = [await start(0), await start(1)];
  const connect = async (caller: 'manager' | 'operator') =>
    connectAuth({
      url,
      ...(await authority.caller(caller)),
      caller,
      callerKey: readFileSync(path.join(dir, `${caller}.key`), 'utf8').trim(),
    });

  return {
    url,
    ports,
    authority,
    dir,
    manager: await connect('manager'),
    operator: await connect('operator'),
    /** As the owner of the auth database. */
    sql: <R>(text: string, values: unknown[] = []): Promise<R[]> =>
      withClient(auth.ownerUrl, async (client) => (await client.query(text, values)).rows),
    printed: (index: 0 | 1) => replicas[index]?.printed() ?? '',
    kill: async (index: 0 | 1) => replicas[index]?.end('SIGKILL'),
    async startAgain(index: 0 | 1) {
      replicas[index] = await start(index);
    },
    async close() {
      await Promise.all(replicas.map((replica) => replica.end()));
      await balancer.close();
      authority.remove();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type Replicas = Awaited<ReturnType<typeof openReplicas>>;

/** Makes the first staff member. @returns their id. */
export async function makeStaff({ manager, operator }: Replicas): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  await operator.ask('open-setup', { tokenHash });
  const subject = randomUUID();
  const { verdict } = await manager.ask('complete-setup', {
    token,
    subject,
    email: `${subject}@example.com`,
    language: 'en',
    password: 'lantern-meadow-copper-violin',
    source: { address: '192.0.2.1' },
  });
  if (verdict !== 'yes') throw new Error(`no staff: ${verdict}`);
  return subject;
}
