import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { withClient } from '../../database/roles.ts';
import { connectionsMax } from '../../mail/transport.ts';
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

async function startWorker(smtpUrl = sink.url) {
  const child = fork(path.resolve(import.meta.dirname, '../../worker/main.ts'), {
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH ?? '',
      WORKER_DATABASE_URL: bulkhead.workerUrl,
      SMTP_URL: smtpUrl,
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

async function newReset(): Promise<string> {
  const reset = randomUUID();
  await bulkhead.managerSql(
    `INSERT INTO reset (id, scope, state, cutoff, reason, started_by)
     SELECT $1, 'all', 'active', now(), 'A list was found.', id FROM customer LIMIT 1`,
    [reset],
  );
  await queue(reset);
  return reset;
}

const queue = (reset: string) =>
  bulkhead.managerSql(
    `SELECT graphile_worker.add_job('tell-reset', json_build_object('reset', $1::text), job_key => 'tell-reset:' || $1)`,
    [reset],
  );

async function countOf(reset: string, what: string): Promise<number> {
  const [row] = await bulkhead.managerSql<{ count: number }>(
    `SELECT count(*)::int AS count FROM reset_notice WHERE reset_id = $1 AND ${what}`,
    [reset],
  );
  return row?.count ?? 0;
}

async function until(isSo: () => Promise<boolean>) {
  while (!(await isSo())) await wait(50);
}

test('a worker killed again and again as a mail leaves tells nobody twice, and everybody but those uncertain', async () => {
  await newReset();
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
});

const ended = async (reset: string) =>
  (await bulkhead.managerSql('SELECT FROM reset_mail_end WHERE reset_id = $1', [reset])).length ===
  1;

/** Lets a new worker finish what the killed one left, and says who was told in all. */
async function finish(reset: string, before: number): Promise<string[]> {
  await freeJobs();
  const killWorker = await startWorker();
  await until(() => ended(reset));
  await killWorker();
  return sink.taken.slice(before);
}

test('a worker killed before it claims anybody costs nobody their mail', async () => {
  const before = sink.taken.length;
  const reset = await newReset();
  const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 7203001 AND NOT granted`;
  await withClient(bulkhead.managerOwnerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock(7203001)');
    const killWorker = await startWorker();
    await until(async () => (await bulkhead.managerSql(waiting)).length > 0);
    await killWorker();
    expect(await countOf(reset, 'true')).toBe(0);
  });
  const told = await finish(reset, before);
  expect(told).toHaveLength(customers);
  expect(new Set(told).size).toBe(customers);
});

test('a worker killed between claim and mail leaves that one for staff to see, and the others are told once', async () => {
  const before = sink.taken.length;
  const reset = await newReset();
  // Takes connections and never says a word.
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const connected = once(silent, 'connection');
  const killWorker = await startWorker(
    `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`,
  );
  const [socket] = await connected;
  await killWorker();
  socket.destroy();
  silent.close();
  expect(await countOf(reset, 'sent_at IS NULL')).toBe(1);
  const told = await finish(reset, before);
  expect(told).toHaveLength(customers - 1);
  expect(new Set(told).size).toBe(customers - 1);
  expect(await countOf(reset, 'sent_at IS NOT NULL')).toBe(customers - 1);
});

test('a worker killed while its mails are paused tells nobody, and everyone once when they go on', async () => {
  const before = sink.taken.length;
  const reset = await newReset();
  const say = (act: string) =>
    bulkhead.managerSql(
      `INSERT INTO reset_mail_act (reset_id, wave, act, staff_id) SELECT $1, 1, $2, id FROM customer LIMIT 1`,
      [reset, act],
    );
  await say('pause');
  const killWorker = await startWorker();
  await until(
    async () =>
      (
        await bulkhead.managerSql(
          `SELECT FROM graphile_worker._private_jobs WHERE payload->>'reset' = $1`,
          [reset],
        )
      ).length === 0,
  );
  await killWorker();
  expect(sink.taken.slice(before)).toEqual([]);
  await say('resume');
  await queue(reset);
  const told = await finish(reset, before);
  expect(told).toHaveLength(customers);
  expect(new Set(told).size).toBe(customers);
});

/** Queues notices of a customer as the manager does. */
const queueNotices = (email: string, count: number) =>
  bulkhead.managerSql(
    `WITH queued AS (
       INSERT INTO notice (customer_id, kind, payload, domain, try_until)
       SELECT id, 'new-sign-in', jsonb_build_object('customerId', id, 'notice', 'new-sign-in',
           'source', jsonb_build_object('address', '203.0.113.9', 'userAgent', 'Firefox'),
           'at', '2026-05-06T07:08:09.000Z'), id || '.example', now() + interval '2 days'
       FROM customer, generate_series(1, $2) WHERE email = $1 RETURNING customer_id)
     SELECT graphile_worker.add_job('send-notice', json_build_object('customerId', customer_id)) FROM queued`,
    [email, count],
  );

const noticeStates = async (email: string) =>
  (
    await bulkhead.managerSql<{ state: string }>(
      'SELECT state FROM notice n JOIN customer c ON c.id = n.customer_id WHERE email = $1 ORDER BY n.id',
      [email],
    )
  ).map(({ state }) => state);

test('a worker killed between a notice’s 250 and its record sends that one once, and the next when it is over', async () => {
  const before = sink.taken.length;
  const held = sink.holdAt(before + 1);
  await queueNotices('c1@example.com', 2);
  let killWorker = await startWorker();
  await held;
  await killWorker();
  expect(await noticeStates('c1@example.com')).toEqual(['sending', 'waiting']);

  // As if the minutes had passed after which a claim is taken for lost.
  await bulkhead.managerSql(
    `UPDATE notice SET claimed_at = now() - interval '1 hour' WHERE state = 'sending'`,
  );
  await bulkhead.managerSql(`UPDATE notice SET next_at = now() - interval '1 hour'`);
  await bulkhead.managerSql('DELETE FROM graphile_worker._private_jobs');
  await bulkhead.managerSql(`SELECT graphile_worker.add_job('tend-notices')`);
  killWorker = await startWorker();
  await until(async () => (await noticeStates('c1@example.com')).includes('sent'));
  await killWorker();
  expect(await noticeStates('c1@example.com')).toEqual(['uncertain', 'sent']);
  expect(sink.taken.slice(before)).toEqual(['c1@example.com', 'c1@example.com']);
});

test('while every mail stands still on a slow server, the worker’s other jobs go on', async () => {
  // Takes connections and never says a word.
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const sockets: Socket[] = [];
  silent.on('connection', (socket) => sockets.push(socket.on('error', () => {})));
  for (let n = 2; n < 10; n++) await queueNotices(`c${n}@example.com`, 1);
  const killWorker = await startWorker(
    `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`,
  );
  await until(async () => sockets.length === connectionsMax);
  await bulkhead.managerSql(`SELECT graphile_worker.add_job('count-sign-ins')`);
  const counting = `SELECT FROM graphile_worker.jobs WHERE task_identifier = 'count-sign-ins'`;
  await until(async () => (await bulkhead.managerSql(counting)).length === 0);
  expect(await noticeStates('c2@example.com')).not.toEqual(['sent']);
  await killWorker();
  for (const socket of sockets) socket.destroy();
  silent.close();
});
