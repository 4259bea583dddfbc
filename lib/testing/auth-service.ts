import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../launch/ports.ts';

const root = path.resolve(import.meta.dirname, '../..');
const callers = ['manager', 'worker', 'operator'] as const;

/**
 * The auth service as it is in production: its own process, on a socket, with keys in files.
 *
 * @param databaseUrl as `auth_app`.
 * @param cost bcrypt's.
 * @param dir folder of one that ended: the same keys, callers and socket.
 * @param variables of its environment, besides or instead of those it is given here; undefined takes one away.
 */
export async function startAuthService(
  databaseUrl: string,
  cost = 10,
  dir = makeFolder(),
  variables: Record<string, string | undefined> = {},
) {
  const keyFile = (caller: string) => path.join(dir, `${caller}.key`);
  const socketPath = path.join(dir, 'run', 'auth.sock');
  const checkpointsFile = path.join(dir, 'checkpoints.jsonl');
  const child = spawn(process.execPath, [path.join(root, 'lib/auth/service/main.ts')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      AUTH_SOCKET: socketPath,
      AUTH_DATABASE_URL: databaseUrl,
      AUTH_KEYS_FILE: path.join(dir, 'auth-keys.json'),
      AUTH_CALLERS_FILE: path.join(dir, 'callers.json'),
      AUTH_CHECKPOINTS_FILE: checkpointsFile,
      // Nobody listens there: no test of this service waits for a mail.
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'bulkhead@example.net',
      PUBLIC_URL: 'http://localhost:3000',
      BCRYPT_COST: String(cost),
      // Its people come from anywhere and read no mail, unless a test is about just that.
      MAILED_CODE: 'never',
      ...variables,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  // Not at its exit: what it said last may still be on the way then.
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<boolean>((resolve) => {
    child.once('message', () => resolve(true));
    void ended.then(() => resolve(false));
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    child.kill(signal);
    await ended;
  };
  const stop = async () => {
    await end();
    rmSync(dir, { recursive: true, force: true });
  };
  if (!(await ready)) {
    await stop();
    throw new Error(`the auth service did not start: ${said}`);
  }
  /** All that it printed so far. */
  const printed = () => said;
  return { dir, pid: child.pid, socketPath, keyFile, checkpointsFile, printed, end, stop };
}

/** The same, and watched. `watchUrl` is where. */
export async function startWatchedService(
  databaseUrl: string,
  variables: Record<string, string> = {},
) {
  const address = `127.0.0.1:${await freePort()}`;
  const all = { AUTH_WATCH: address, ...variables };
  const service = await startAuthService(databaseUrl, 10, makeFolder(), all);
  return { ...service, watchUrl: `http://${address}` };
}

/** Keys of callers, and what the service knows of them, in a folder of their own. */
export function makeFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-auth-'));
  const digests: Record<string, string> = {};
  for (const caller of callers) {
    const key = randomBytes(32).toString('base64url');
    writeFileSync(path.join(dir, `${caller}.key`), `${key}\n`, { mode: 0o600 });
    digests[caller] = createHash('sha256').update(key).digest('hex');
  }
  writeFileSync(path.join(dir, 'callers.json'), JSON.stringify(digests), { mode: 0o600 });
  return dir;
}
