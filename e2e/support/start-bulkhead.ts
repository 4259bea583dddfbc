import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../lib/launch/ports.ts';
import { bulkheadFile } from './bulkhead.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Starts the product as its users do, with `npm start`, on a data folder of its own. */
export default async function startBulkhead() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bulkhead-e2e-'));
  const [port, mailboxPort] = [await freePort(), await freePort()];
  const watched = `127.0.0.1:${await freePort()}`;
  const env = {
    ...process.env,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    MAILBOX_PORT: String(mailboxPort),
    DATA_DIR: dataDir,
    // The lowest cost the service accepts; it is the journeys that are shown here.
    BCRYPT_COST: '10',
    // Each journey comes from an address of its own, as from behind a proxy.
    TRUSTED_PROXIES: '127.0.0.1, ::1',
    AUTH_WATCH: watched,
    // So few that a campaign of the journeys takes a second member.
    APPROVAL_ABOVE: '2',
    // The log that is investigated is of 2015, and what is too old goes every ten minutes.
    ACTIVITY_DAYS: '36500',
  };
  const child = spawn(process.execPath, ['lib/launch/bootstrap.mjs', 'start'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('Bulkhead is ready at')) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`npm start ended:\n${said}`)));
  });
  await ready;
  // As an operator would: the customers of the older system come with their credentials.
  const csv = path.join(root, 'e2e/support/customers.csv');
  execFileSync(
    process.execPath,
    ['lib/launch/bootstrap.mjs', 'bulkhead', 'import', 'customers', csv],
    {
      cwd: root,
      env,
      stdio: 'pipe',
    },
  );
  const setupLink = /https?:\S+\/setup\/link\?\S+/.exec(said)?.[0];
  const bulkhead = {
    url: `http://localhost:${port}`,
    mailboxUrl: `http://localhost:${mailboxPort}`,
    watchUrl: `http://${watched}`,
    dataDir,
    setupLink,
  };
  writeFileSync(bulkheadFile, JSON.stringify(bulkhead));
  return async () => {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
}
