import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Bulkhead, openBulkhead } from './bulkhead.ts';
import { openSmtpSink } from './smtp-sink.ts';

const customers = 30;
const kills = inject('faults') === 'all' ? 10 : 2;
let bulkhead: Bulkhead;
let sink: Awaited<ReturnType<typeof openSmtpSink>>;

beforeAll(async () => {
  [bulkhead, sink] = [await openBulkhead(), await openSmtpSink()];
  await bulkhead.managerSql(
    `INSERT INTO customer (id, email, name, language, created_at)
     SELECT gen_random_uuid(), 'c' || n || '@example.com', 'C', 'en', '2026-01-01'
     FROM generate_series(1, ${customers}) n`,
  );
});
afterAll(async () => {
  await bulkhead.stop();
  await sink.close();
});

async function startWorker() {
  const child = fork(path.resolve(import.meta.dirname, '../../worker/main.ts'), {
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH ?? '',
      WORKER_DATABASE_URL: bulkhead.workerUrl,
      SMTP_URL: sink.url,
      MAIL_FROM: 'bulkhead@example.net',
      MAILS_PER_MINUTE: '10000',
      MAILS_PER_MINUTE_AND_DOMAIN: '10000',
      PUBLIC_URL: 'http://localhost:3000',
      AUTH_SOCKET: bulkhead.socketPath,
      AUTH_CALLER_KEY_FILE: bulkhead.workerKeyFile,
    },
  });
  await once(child, 'message');
  return async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
}

// What the queue does by itself some minutes after a worker died.
const freeJobs = () =>
  bulkhead.managerSql(
    'UPDATE graphile_worker._private_jobs SET run_at = now(), locked_at = NULL, locked_by = NULL',
  );

test('a worker killed again and again as a mail leaves tells nobody twice, and everybody but those uncertain', async () => {
  const reset = randomUUID();
  await bulkhead.managerSql(
    `INSERT INTO reset (id, scope, state, cutoff, reason, started_by)
     SELECT $1, 'all', 'active', now(), 'A list was found.', id FROM customer LIMIT 1`,
    [reset],
  );
  await bulkhead.managerSql(
    `SELECT graphile_worker.add_job('tell-reset', json_build_object('reset', $1::text))`,
    [reset],
  );
  for (let kill = 1; kill <= kills; kill++) {
    const held = sink.holdAt(kill * 2);
    const killWorker = await startWorker();
    await held;
    await killWorker();
    await freeJobs();
  }
  const killWorker = await startWorker();
  const unfinished = async () => {
    const [row] = await bulkhead.managerSql<{ count: number }>(
      `SELECT (SELECT count(*) FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL)::int
         + (SELECT count(*) FROM customer c
            WHERE NOT EXISTS (SELECT FROM reset_notice n WHERE n.customer_id = c.id))::int AS count`,
    );
    return row?.count;
  };
  while ((await unfinished()) !== 0) await wait(50);
  await killWorker();

  expect(new Set(sink.taken).size, 'nobody is told twice').toBe(sink.taken.length);
  const uncertain = await bulkhead.managerSql<{ email: string }>(
    `SELECT email FROM reset_notice JOIN customer c ON c.id = customer_id WHERE sent_at IS NULL`,
  );
  const accountedFor = new Set([...sink.taken, ...uncertain.map((one) => one.email)]);
  expect(accountedFor.size, 'told, or for staff to see').toBe(customers);
  // A worker killed may have had a second job under way, with a mail of its own.
  expect(uncertain.length).toBeGreaterThanOrEqual(kills);
  expect(uncertain.length).toBeLessThanOrEqual(2 * kills);
}, 60_000);
