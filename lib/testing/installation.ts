import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { connectAuth } from '../auth/connect.ts';
import { openPool } from '../database/pool.ts';
import { importCustomers } from '../operator/import-customers.ts';
import { startAuthService } from './auth-service.ts';
import { freshDatabases } from './databases.ts';
import { totpCode } from './totp-code.ts';
import { writeZonesFile } from './zones-file.ts';

const root = path.resolve(import.meta.dirname, '../..');
const fixtures = path.join(root, 'lib/testing/fixtures');

/** A customer table of an older system, and the passwords of those whose are known. */
export const customersFile = path.join(fixtures, 'legacy-customers.csv');
export const customersText = readFileSync(customersFile, 'utf8');
export const known: { email: string; password: string; totp_secret: string }[] = parse(
  readFileSync(path.join(fixtures, 'legacy-passwords.csv')),
  { columns: true },
);

/** An own installation: databases, the auth service's process, what the operator is given. */
export async function openInstallation() {
  const db = await freshDatabases();
  let service = await startAuthService(db.auth.appUrl);
  const { dataDir, zones, remove } = writeZonesFile(db, service);
  const door = (caller: 'manager' | 'operator') =>
    connectAuth({
      socketPath: service.socketPath,
      caller,
      callerKey: readFileSync(service.keyFile(caller), 'utf8').trim(),
    });
  const pool = openPool(zones.operator.databaseUrl, 2);
  const auth = new pg.Pool({ connectionString: db.auth.ownerUrl, max: 2 });
  const manager = new pg.Pool({ connectionString: db.manager.ownerUrl, max: 2 });
  return {
    dataDir,
    auth,
    manager,
    asManager: door('manager'),
    serviceDir: service.dir,
    endService: (signal?: 'SIGTERM' | 'SIGKILL') => service.end(signal),
    async startServiceAgain() {
      service = await startAuthService(db.auth.appUrl, 10, service.dir);
    },
    /** The operator's command line, which has nothing on its standard input. */
    bulkhead(...args: string[]) {
      const child = startBulkhead(dataDir, args);
      child.stdin.end();
      return child;
    },
    importFile: (file: string, language: 'en' | 'fr' = 'en') => {
      const rejectsFile = path.join(dataDir, `${path.basename(file)}.rejects.csv`);
      return importCustomers({ auth: door('operator'), pool, file, language, rejectsFile });
    },
    async close() {
      await Promise.all([pool.end(), auth.end(), manager.end(), service.stop()]);
      remove();
    },
  };
}

export type Installation = Awaited<ReturnType<typeof openInstallation>>;

/** The operator's command line, as a process of its own. */
export function startBulkhead(dataDir: string, args: string[]) {
  return spawn(process.execPath, [path.join(root, 'lib/operator/main.ts'), ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', DATA_DIR: dataDir },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Signs everybody in whose password is known, codes included; the ones who did not get in. */
export async function signInEverybodyKnown({ asManager }: Installation): Promise<string[]> {
  const failed: string[] = [];
  const queue = [...known.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, { email, password, totp_secret }] = next;
      const source = { address: `198.51.${index >> 8}.${index & 255}` };
      let verdict = await asManager.ask('verify-password', { email, password, source });
      if (totp_secret && verdict.verdict === 'second-factor') {
        const { challenge } = verdict;
        const code = totpCode(totp_secret);
        const request = { challenge, method: 'totp', code, source } as const;
        const second = await asManager.ask('verify-second-factor', request);
        if (second.verdict === 'yes') verdict = second;
      }
      if (verdict.verdict !== 'yes') failed.push(`${email}: ${verdict.verdict}`);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return failed;
}

/** What a process prints on its way, and its exit code. */
export async function outcomeOf(child: ChildProcessByStdio<Writable | null, Readable, Readable>) {
  const read = (stream: NodeJS.ReadableStream) =>
    (stream.setEncoding('utf8') as typeof child.stdout).toArray().then((parts) => parts.join(''));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([read(child.stdout), read(child.stderr), ended]);
  return { stdout, stderr, code };
}
