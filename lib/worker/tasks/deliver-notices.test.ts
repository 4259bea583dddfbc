import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { openPool } from '../../database/pool.ts';
import { type NoticeName, notices } from '../../mail/templates.ts';
import { openMailer } from '../../mail/transport.ts';
import { boundOf } from '../../notifications/kinds.ts';
import { queueNotice } from '../../notifications/queue-notice.ts';
import { freshDatabases } from '../../testing/databases.ts';
import { hangUp, openMailServer, type Say, stall } from '../../testing/mail-server.ts';
import { atOnceMax, claimNext } from './claim-next.ts';
import { deliverNotices } from './deliver-notices.ts';
import { tendNotices } from './tend-notices.ts';

let [manager, owner]: [PrismaClient, Pool] = [] as never;
/** Two workers, each with a mailer of its own. */
let workers: { database: PrismaClient; mailer: ReturnType<typeof openMailer> }[] = [];
let server: Awaited<ReturnType<typeof openMailServer>>;
let now: Date;
const logged: Record<string, unknown>[] = [];
const log = { warn: (line: object) => note(line), error: (line: object) => note(line) };
const note = (line: object) => void logged.push({ ...line });
const source = { address: '203.0.113.9', userAgent: 'Firefox' };
const subjects = new Map<NoticeName, string>();

beforeAll(async () => {
  const databases = await freshDatabases();
  const open = (url: string) => new PrismaClient({ adapter: new PrismaPg(openPool(url, 6)) });
  manager = open(databases.manager.appUrl);
  owner = openPool(databases.manager.ownerUrl, 2);
  server = await openMailServer();
  workers = [1, 2].map(() => ({
    database: open(databases.manager.workerUrl),
    mailer: openMailer(server.url, 'panel@example.com'),
  }));
});
afterAll(async () => {
  for (const { mailer } of workers) mailer.close();
  await server.close();
  await Promise.all([manager, ...workers.map((one) => one.database)].map((db) => db.$disconnect()));
  await owner.end();
});
beforeEach(async () => {
  await owner.query('DELETE FROM notice');
  await owner.query('DELETE FROM graphile_worker._private_jobs');
  server.taken.length = 0;
  logged.length = 0;
  now = new Date(Date.now() + 60_000);
});
afterEach(() => server.cut());

async function customer(domain = `${randomUUID()}.example`) {
  const [id, email] = [randomUUID(), `${randomUUID()}@${domain}`];
  await manager.customer.create({ data: { id, email, name: 'Ada', language: 'en' } });
  return { id, email };
}

async function queue(customerId: string, ...kinds: NoticeName[]) {
  for (const notice of kinds) await queueNotice(manager, { customerId, notice, source, at: now });
}

function deliver(customerId: string, worker = workers[0]) {
  // What links the mails hold is not what is tried here.
  const auth = { ask: async () => ({ verdict: 'no' }) };
  const parts = { ...worker, auth, log, publicUrl: new URL('https://panel.example') };
  return deliverNotices(parts as never, { customerId }, () => now);
}

const tend = () => tendNotices({ database: workers[0]?.database as PrismaClient, log }, now);
const pass = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const states = async (customerId: string) =>
  (
    await owner.query('SELECT state FROM notice WHERE customer_id = $1 ORDER BY id', [customerId])
  ).rows.map((row) => row.state as string);
const takenBy = (email: string) =>
  server.taken.filter(({ to }) => to === email).map(({ subject }) => subject);
const waitsUntil = async () =>
  (await owner.query('SELECT max(next_at) AS at FROM notice')).rows[0].at as Date;
const say = (saying: Say) => {
  server.state.say = saying;
};
beforeEach(() => say(() => undefined));

async function subjectOf(kind: NoticeName) {
  const known = subjects.get(kind);
  if (known) return known;
  const { id, email } = await customer();
  await queue(id, kind);
  await deliver(id);
  const [subject = ''] = takenBy(email);
  subjects.set(kind, subject);
  return subject;
}

test('two workers at once send each notice once, and each customer’s in the order they were queued', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => customer()));
  // As many of each sort as may leave in one hour.
  const kinds = notices.filter((kind) => {
    const { most, kinds: alike } = boundOf(kind);
    return alike.indexOf(kind) < most;
  });
  const wanted = await Promise.all(kinds.map(subjectOf));
  server.taken.length = 0;
  await Promise.all(people.map(({ id }) => queue(id, ...kinds)));
  const jobs = people.flatMap(({ id }) =>
    workers.flatMap((worker) => [deliver(id, worker), deliver(id, worker)]),
  );
  await Promise.all(jobs);
  // What a full domain or another's claim left over comes with the next job, as it does in the queue.
  for (const { id } of people) await deliver(id);
  expect(server.taken).toHaveLength(people.length * kinds.length);
  for (const { email } of people) expect(takenBy(email)).toEqual(wanted);
});

test('a recipient who is refused is given up at once with the reason, and holds up nobody, not even themselves', async () => {
  const [bad, good] = [await customer(), await customer()];
  say((command, to) =>
    command === 'rcpt' && to === bad.email ? `550 5.1.1 <${to}> unknown here` : undefined,
  );
  await queue(bad.id, 'password-changed');
  await queue(good.id, 'password-changed');
  await deliver(bad.id);
  await deliver(good.id);
  expect(await states(bad.id)).toEqual(['given-up']);
  expect(await states(good.id)).toEqual(['sent']);
  const { rows } = await owner.query('SELECT failure, reply FROM notice WHERE customer_id = $1', [
    bad.id,
  ]);
  expect(rows).toEqual([{ failure: 'refused', reply: '550 5.1.1 … unknown here' }]);
  expect(logged).toEqual([expect.objectContaining({ event: 'mail-given-up', failure: 'refused' })]);
  expect(JSON.stringify(logged)).not.toContain(bad.email);

  say(() => undefined);
  await queue(bad.id, 'authenticator-added');
  await deliver(bad.id);
  expect(await states(bad.id)).toEqual(['given-up', 'sent']);
});

test('who is put off (greylisted) is tried later, and what came after does not overtake', async () => {
  const { id, email } = await customer();
  say((command) => (command === 'rcpt' ? '450 4.2.0 greylisted' : undefined));
  await queue(id, 'password-changed', 'authenticator-added');
  await deliver(id);
  say(() => undefined);
  await deliver(id);
  expect(takenBy(email)).toEqual([]);
  expect(await states(id)).toEqual(['waiting', 'waiting']);
  pass(2);
  await deliver(id);
  expect(takenBy(email)).toEqual([
    await subjectOf('password-changed'),
    await subjectOf('authenticator-added'),
  ]);
});

test('after an hour without a mail server everything is sent, once, in order', async () => {
  const people = await Promise.all([customer(), customer(), customer()]);
  const wanted = [await subjectOf('password-changed'), await subjectOf('new-sign-in')];
  server.taken.length = 0;
  await server.close();
  for (const { id } of people) await queue(id, 'password-changed');
  for (let minute = 0; minute < 60; minute += 5) {
    for (const { id } of people) await deliver(id);
    pass(5);
  }
  for (const { id } of people) await queue(id, 'new-sign-in');
  await server.open();
  pass(13);
  for (const { id } of people) await deliver(id);
  for (const { id, email } of people) {
    expect(await states(id)).toEqual(['sent', 'sent']);
    expect(takenBy(email)).toEqual(wanted);
  }
});

test('a server that is gone for two days is too much: the notice is given up, with an alert, and the next goes on', async () => {
  const { id } = await customer();
  await queue(id, 'password-changed');
  await server.close();
  while ((await states(id))[0] === 'waiting') {
    await deliver(id);
    now = await waitsUntil();
  }
  expect((now.getTime() - Date.now()) / 3_600_000).toBeGreaterThan(47);
  expect((now.getTime() - Date.now()) / 3_600_000).toBeLessThan(48.5);
  expect(await states(id)).toEqual(['given-up']);
  expect(logged.at(-1)).toMatchObject({ event: 'mail-given-up', failure: 'unreachable' });
  await server.open();
  await queue(id, 'new-sign-in');
  await deliver(id);
  expect(await states(id)).toEqual(['given-up', 'sent']);
});

test('a slow domain takes two places at most, and the mails of others pass it', async () => {
  const slow = `${randomUUID()}.example`;
  const people = await Promise.all([customer(slow), customer(slow), customer(slow)]);
  const other = await customer();
  const held = Promise.withResolvers<void>();
  let stalled = 0;
  say((command, to) => {
    if (command !== 'rcpt' || !to.endsWith(slow)) return undefined;
    stalled += 1;
    if (stalled === atOnceMax) held.resolve();
    return stall;
  });
  for (const { id } of [...people, other]) await queue(id, 'password-changed');
  const [first, second, third] = people as [{ id: string }, { id: string }, { id: string }];
  const underWay = [deliver(first.id), deliver(second.id)];
  await held.promise;
  await deliver(third.id);
  await deliver(other.id);
  expect(await states(third.id)).toEqual(['waiting']);
  expect(await states(other.id)).toEqual(['sent']);
  const { rows } = await owner.query(
    'SELECT 1 FROM graphile_worker.jobs WHERE key = $1 AND run_at > now()',
    [`send-notice:${third.id}`],
  );
  expect(rows).toHaveLength(1);
  // Nothing of those mails was handed over yet: they are tried again.
  server.cut();
  await Promise.all(underWay);
  expect(await states(first.id)).toEqual(['waiting']);
});

test('a mail whose server dies before it says “taken” is uncertain, is not sent again, and lets the next go', async () => {
  const { id, email } = await customer();
  await queue(id, 'password-changed', 'new-sign-in');
  let died = false;
  say((command) => {
    if (command !== '.' || died) return undefined;
    died = true;
    return hangUp;
  });
  await deliver(id);
  pass(60);
  await deliver(id);
  expect(await states(id)).toEqual(['uncertain', 'sent']);
  expect(takenBy(email)).toEqual([await subjectOf('new-sign-in')]);
  expect(logged).toEqual([expect.objectContaining({ event: 'mail-uncertain' })]);
});

test('a worker that died between claim and mail leaves that one for staff to see, and the next goes on', async () => {
  const { id, email } = await customer();
  await queue(id, 'password-changed', 'new-sign-in');
  await claimNext(workers[0]?.database as PrismaClient, id, now);
  await deliver(id, workers[1]);
  await tend();
  expect(await states(id)).toEqual(['sending', 'waiting']);
  pass(3);
  await owner.query('DELETE FROM graphile_worker._private_jobs');
  await tend();
  expect(await states(id)).toEqual(['uncertain', 'waiting']);
  expect(logged).toEqual([expect.objectContaining({ failure: 'worker-died' })]);
  const { rows } = await owner.query('SELECT key FROM graphile_worker.jobs');
  expect(rows).toEqual([{ key: `send-notice:${id}` }]);
  await deliver(id);
  expect(takenBy(email)).toEqual([await subjectOf('new-sign-in')]);
});

test.each(['locked_at = now()', 'attempts = max_attempts'])(
  'a queue whose job is a dead worker’s, or has failed too often (%s), is set going again',
  async (fate) => {
    const { id, email } = await customer();
    say((command) => (command === 'rcpt' ? '450 4.2.0 greylisted' : undefined));
    await queue(id, 'password-changed');
    await deliver(id);
    say(() => undefined);
    await owner.query('DELETE FROM graphile_worker._private_jobs WHERE key IS NULL');
    await owner.query(`UPDATE graphile_worker._private_jobs SET ${fate}`);
    await tend();
    const open = `SELECT FROM graphile_worker.jobs WHERE locked_at IS NULL AND attempts < max_attempts`;
    expect((await owner.query(open)).rowCount).toBe(0);
    pass(10);
    await tend();
    expect((await owner.query(open)).rowCount).toBe(1);
    await deliver(id);
    expect(takenBy(email)).toEqual([await subjectOf('password-changed')]);
  },
);

test('of a hundred claims at once one is given the notice', async () => {
  const { id } = await customer();
  await queue(id, 'password-changed');
  const claims = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      claimNext(workers[n % 2]?.database as PrismaClient, id, now),
    ),
  );
  expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
});

test('what is no notice is given up, and holds up nobody', async () => {
  const { id } = await customer();
  await queue(id, 'password-changed', 'new-sign-in');
  await owner.query(`UPDATE notice SET payload = '{"notice":"x"}' WHERE kind = 'password-changed'`);
  await deliver(id);
  expect(await states(id)).toEqual(['given-up', 'sent']);
  expect(logged).toEqual([expect.objectContaining({ failure: 'damaged' })]);
});

test('a notice that was queued before there were rows is sent, by the job it was queued with', async () => {
  const { id, email } = await customer();
  const old = { customerId: id, notice: 'new-sign-in', source, at: now.toISOString() };
  await owner.query(`SELECT graphile_worker.add_job('send-notice', $1::json)`, [
    JSON.stringify(old),
  ]);
  const migration = new URL(
    '../../../prisma/manager/migrations/20261125112000_notices/migration.sql',
    import.meta.url,
  );
  const [, takeOver = ''] =
    /^(INSERT INTO "notice"[^;]*);/m.exec(readFileSync(migration, 'utf8')) ?? [];
  await owner.query(takeOver);
  const parts = { ...workers[0], log, publicUrl: new URL('https://panel.example') };
  await deliverNotices(parts as never, old, () => now);
  expect(takenBy(email)).toEqual([await subjectOf('new-sign-in')]);
  expect(await states(id)).toEqual(['sent']);
});

test('what is long over is deleted: sent after a month, given up after three; what waits never is', async () => {
  const { id } = await customer();
  await queue(id, ...notices.slice(0, 3));
  await owner.query(
    `UPDATE notice SET state = (ARRAY['sent', 'given-up', 'waiting'])[n.row],
       ended_at = CASE WHEN n.row < 3 THEN now() END
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS row FROM notice) n WHERE n.id = notice.id`,
  );
  pass(29 * 1_440);
  await tend();
  expect(await states(id)).toEqual(['sent', 'given-up', 'waiting']);
  pass(2 * 1_440);
  await tend();
  expect(await states(id)).toEqual(['given-up', 'waiting']);
  pass(60 * 1_440);
  await tend();
  expect(await states(id)).toEqual(['waiting']);
});

test('what is too much in one hour is not mailed, and says so; nothing behind it waits', async () => {
  const { id, email } = await customer();
  await queue(id, 'new-sign-in', 'new-sign-in', 'new-sign-in', 'new-sign-in', 'password-changed');
  await deliver(id);
  expect(await states(id)).toEqual(['sent', 'sent', 'sent', 'not-mailed', 'sent']);
  expect(takenBy(email)).toHaveLength(4);
});
