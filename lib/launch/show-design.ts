import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateClients } from './build.ts';
import { freePort } from './ports.ts';

// Shows /design as it is written, on this machine alone. There is no database and no auth service behind it:
// whatever else is asked for says so. What the manager must be told is made up anew and opens nothing.
await generateClients();
const port = await freePort();
const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-design-'));
const keyFile = path.join(folder, 'caller-key');
writeFileSync(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.stderr.write(`The design is at http://127.0.0.1:${port}/design; Ctrl-C ends it.\n`);
const next = path.resolve(import.meta.dirname, '../../node_modules/next/dist/bin/next');
const child = spawn(
  process.execPath,
  [next, 'dev', '--hostname', '127.0.0.1', '--port', String(port)],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'development' as const,
      MANAGER_DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/none`,
      MANAGER_PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      AUTH_SOCKET: path.join(folder, 'nobody.sock'),
      AUTH_CALLER_KEY_FILE: keyFile,
      NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
      NEXT_TELEMETRY_DISABLED: '1',
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => child.kill(signal));
}
child.once('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)));
