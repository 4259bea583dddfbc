import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../database/pool.ts';
import { Canaries, canaryWord } from '../testing/canaries.ts';
import { freshDatabases } from '../testing/databases.ts';

const canaries = new Canaries();
const secret = (what: string) => canaries.add(what, canaryWord());
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-worker-'));
const requestId = randomUUID();
let owner: Pool;
let workerUrl: string;

beforeAll(async () => {
  const { manager } = await freshDatabases();
  owner = openPool(manager.ownerUrl, 2);
  workerUrl = manager.workerUrl;
});
afterAll(async () => {
  await owner.end();
  rmSync(dir, { recursive: true });
});

async function queue(task: string, payload: object) {
  await owner.query('SELECT graphile_worker.add_job($1, $2::json, max_attempts => 1)', [
    task,
    JSON.stringify({ ...payload, requestId }),
  ]);
}

const unfinished = async () => {
  const { rows } = await owner.query(
    `SELECT count(*)::int AS n FROM graphile_worker._private_jobs
     WHERE (attempts < max_attempts AND run_at <= now()) OR locked_by IS NOT NULL`,
  );
  return rows[0].n as number;
};

test('a worker prints nothing of a job but its task, its fate and its request, whatever goes wrong', async () => {
  const id = randomUUID();
  await owner.query(
    `INSERT INTO customer (id, email, name, language, created_at) VALUES ($1, $2, $3, 'en', now())`,
    [id, `${secret('an email')}@example.com`, secret('a name')],
  );
  const at = new Date().toISOString();
  const source = { address: '192.0.2.1', userAgent: secret('a browser') };
  const notice = { customerId: id, notice: 'password-changed', source, at };
  for (const payload of [notice, { ...notice, notice: secret('a notice') }]) {
    const other = randomUUID();
    await owner.query(
      `INSERT INTO customer (id, email, name, language, created_at) VALUES ($1, $2, 'N', 'en', now())`,
      [other, `${secret('another email')}@example.com`],
    );
    await owner.query(
      `INSERT INTO notice (customer_id, kind, payload, domain, try_until)
       VALUES ($1, 'password-changed', $2, $3, now() + interval '1 hour')`,
      [other, { ...payload, customerId: other }, secret('a domain')],
    );
    await queue('send-notice', { customerId: other });
  }
  await queue('send-notice', { ...notice, customerId: secret('a customer') });
  await queue('send-notice', { ...notice, customerId: id });
  await queue('tell-reset', { reset: secret('a reset') });
  const callerKey = secret('the key of the worker');
  writeFileSync(path.join(dir, 'worker.key'), callerKey, { mode: 0o600 });

  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      NODE_ENV: 'production',
      PATH: '',
      WORKER_DATABASE_URL: workerUrl,
      SMTP_URL: `smtp://mailer:${secret('password of the mail server')}@127.0.0.1:9`,
      MAIL_FROM: 'bulkhead@example.net',
      MAILS_PER_MINUTE: '600',
      MAILS_PER_MINUTE_AND_DOMAIN: '300',
      PUBLIC_URL: 'http://localhost:3000',
      AUTH_SOCKET: path.join(dir, 'auth.sock'),
      AUTH_CALLER_KEY_FILE: path.join(dir, 'worker.key'),
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const closed = new Promise((resolve) => child.once('close', resolve));
  while ((await unfinished()) > 0) await wait(20);
  child.kill('SIGTERM');
  await closed;

  expect(canaries.find(printed)).toEqual([]);
  expect(canaries.find(printed + callerKey)).not.toEqual([]);
  const lines = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ task }) => !['count-sign-ins', 'tend-notices'].includes(task));
  const fates = lines.map(({ event, task, failure }) => `${task ?? failure} ${event}`).sort();
  expect(fates).toEqual([
    'damaged mail-given-up',
    ...Array(3).fill('send-notice job-done'),
    'send-notice job-failed',
    'tell-reset job-failed',
    'unreachable mail-put-off',
  ]);
  const ofJobs = lines.filter(({ task }) => task);
  expect(new Set(ofJobs.map((line) => line.requestId))).toEqual(new Set([requestId]));
});
