import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { recordActivity } from '../../activity/record-activity.ts';
import { openPool } from '../../database/pool.ts';
import { mailsPerHour } from '../../notifications/kinds.ts';
import { freshDatabases } from '../../testing/databases.ts';
import { sendNotice } from './send-notice.ts';
import { tellFailures } from './tell-failures.ts';

let [manager, owner]: [PrismaClient, Pool] = [] as never;
let workers: [PrismaClient, PrismaClient] = [] as never;
const customerId = randomUUID();
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

beforeAll(async () => {
  const databases = (await freshDatabases()).manager;
  const open = (url: string) => new PrismaClient({ adapter: new PrismaPg(openPool(url, 5)) });
  manager = open(databases.appUrl);
  workers = [open(databases.workerUrl), open(databases.workerUrl)];
  owner = openPool(databases.ownerUrl, 3);
  await manager.customer.create({
    data: { id: customerId, email: 'ada@example.com', name: 'Ada', language: 'en' },
  });
});
beforeEach(() =>
  owner.query('TRUNCATE activity, notification, untold, graphile_worker._private_jobs CASCADE'),
);
afterAll(async () => {
  const clients = [manager, ...workers];
  await Promise.all([...clients.map((client) => client.$disconnect()), owner.end()]);
});

const fail = (address: string, kind: 'sign-in' | 'second-factor' = 'sign-in') =>
  recordActivity(manager, { customerId, kind, outcome: 'no', source: { address, userAgent } });
const enter = (address: string) =>
  recordActivity(manager, {
    customerId,
    kind: 'sign-in',
    outcome: 'yes',
    source: { address, userAgent },
  });
const tell = () => Promise.all(workers.map((database) => tellFailures({ database })));

/** As if all that stands had happened so much earlier. */
async function pass(minutes: number) {
  const by = `interval '${minutes} minutes'`;
  await owner.query(`UPDATE activity SET at = at - ${by}`);
  await owner.query(`UPDATE notification SET at = at - ${by}, mailed_at = mailed_at - ${by},
    held_at = held_at - ${by}`);
  await owner.query(`UPDATE untold SET since = since - ${by}, told_until = told_until - ${by},
    check_at = check_at - ${by}`);
}

async function told() {
  const rows = await manager.notification.findMany({ orderBy: [{ at: 'asc' }, { kind: 'asc' }] });
  return rows.map(({ kind, detail }) => ({ kind, detail }));
}

/** Takes each queued notice as two workers would, at once, and hands back what was mailed. */
async function mailed() {
  const { rows } = await owner.query<{ payload: unknown }>('DELETE FROM notice RETURNING payload');
  const sent: { subject: string; text: string }[] = [];
  const surroundings = {
    auth: { ask: async () => ({ verdict: 'no' }) },
    mailer: { send: async (_: string, mail: (typeof sent)[number]) => sent.push(mail) },
    publicUrl: new URL('https://panel.example'),
  };
  await Promise.all(
    rows.map(({ payload }, index) =>
      sendNotice({ ...surroundings, database: workers[index % 2] } as never, payload),
    ),
  );
  return sent;
}

test('a thousand failures from many addresses are a few mails in any hour, with two workers', async () => {
  const minutes: number[] = [];
  for (let round = 0; round < 20; round++) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => fail(`198.51.${round}.${index}`)));
    await tell();
    minutes.push(...(await mailed()).map(() => round * 10));
    await pass(10);
  }
  expect(await manager.activity.count()).toBe(1_000);
  expect(minutes.length).toBeGreaterThan(1);
  for (const start of minutes) {
    const within = minutes.filter((minute) => minute >= start && minute < start + 60);
    expect(within.length).toBeLessThanOrEqual(mailsPerHour.provoked);
  }
});

test('failures that follow no pattern wait, and are told in one digest a day later', async () => {
  await fail('198.51.100.1');
  await fail('198.51.100.2');
  await tell();
  expect(await told()).toEqual([]);
  await pass(23 * 60);
  await fail('198.51.100.1');
  await tell();
  expect(await told()).toEqual([]);
  await pass(61);
  await tell();
  const detail = { count: 3, addresses: 2 };
  expect(await told()).toEqual([{ kind: 'failed-sign-ins-digest', detail }]);
  await tell();
  await pass(25 * 60);
  await tell();
  expect(await told()).toHaveLength(1);
});

test('several networks within an hour are told at once, in one', async () => {
  for (const last of [1, 2, 3]) await fail(`198.51.100.${last}`);
  await tell();
  const detail = { count: 3, addresses: 3, pattern: 'spread' };
  expect(await told()).toEqual([{ kind: 'failed-sign-ins', detail }]);
});

test('ten in ten minutes from one address are told at once, nine are not', async () => {
  for (let count = 0; count < 9; count++) await fail('198.51.100.1');
  await tell();
  expect(await told()).toEqual([]);
  await fail('198.51.100.1');
  await tell();
  const detail = { count: 10, addresses: 1, pattern: 'burst' };
  expect(await told()).toEqual([{ kind: 'failed-sign-ins', detail }]);
});

test('a right password that a code stopped is told, unless its customer got in with the next', async () => {
  await fail('198.51.100.1', 'second-factor');
  await tell();
  expect(await told()).toEqual([]);
  await enter('198.51.100.1');
  await pass(3);
  await tell();
  expect(await told()).toEqual([]);
  await fail('198.51.100.2', 'second-factor');
  // Another failure has the row looked at before the code's two minutes are over.
  await fail('198.51.100.2');
  await tell();
  expect(await told()).toEqual([]);
  await pass(3);
  await tell();
  expect(await told()).toMatchObject([{ kind: 'failed-sign-ins', detail: { pattern: 'stopped' } }]);
});

test('what comes within the hour after an alert joins the next', async () => {
  for (const last of [1, 2, 3]) await fail(`198.51.100.${last}`);
  await tell();
  for (const last of [4, 5, 6, 7]) await fail(`198.51.100.${last}`);
  await tell();
  await pass(30);
  await tell();
  expect(await told()).toHaveLength(1);
  await pass(31);
  for (const last of [8, 9, 10]) await fail(`198.51.100.${last}`);
  await tell();
  expect((await told()).at(-1)).toEqual({
    kind: 'failed-sign-ins',
    detail: { count: 7, addresses: 7, pattern: 'spread' },
  });
});

test('what was held back is told in the digest, by kind', async () => {
  const at = new Date();
  const held = { customerId, address: '198.51.100.1', userAgent, at, heldAt: at };
  await owner.query(
    `INSERT INTO untold (customer_id, since, check_at) VALUES ($1, $2, $2::timestamptz + interval '1 day')`,
    [customerId, at],
  );
  for (const kind of ['new-sign-in', 'new-sign-in', 'sessions-ended']) {
    const { heldAt, ...data } = held;
    const id = randomUUID();
    await manager.notification.create({ data: { ...data, id, kind } });
    await workers[0].notification.update({ where: { id }, data: { heldAt } });
  }
  await pass(25 * 60);
  await tell();
  expect((await told()).at(-1)).toEqual({
    kind: 'notices-held-back',
    detail: { 'new-sign-in': 2, 'sessions-ended': 1 },
  });
  const [mail] = await mailed();
  expect(mail?.subject).toBe('More happened on your account than we mailed you');
  expect(mail?.text).toContain('Your account was opened from a new address or browser: 2');
});

test('what an older system recorded alerts nobody, and the worker reads no history', async () => {
  await owner.query(
    `INSERT INTO activity (customer_id, kind, outcome, address, user_agent, import_key)
     SELECT $1, 'sign-in', 'no', '198.51.100.' || n, '', decode(lpad(n::text, 64, '0'), 'hex')
     FROM generate_series(1, 20) n`,
    [customerId],
  );
  await tell();
  expect(await told()).toEqual([]);
  await expect(workers[0].activity.findMany()).rejects.toThrow();
});
