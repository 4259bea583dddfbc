import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, afterEach, beforeEach } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { openPool } from '../database/pool.ts';
import type { NoticeName } from '../mail/templates.ts';
import { openMailer } from '../mail/transport.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { deliverNotices } from '../worker/tasks/deliver-notices.ts';
import { tendNotices } from '../worker/tasks/tend-notices.ts';
import { openMailServer, type Say } from './mail-server.ts';
import { openManagerBench } from './manager-bench.ts';

/** From where what is told of was done. */
export const source = { address: '203.0.113.9', userAgent: 'Firefox' };

/** Notices, a mail server, and two workers that deliver, with a clock that moves when told. */
export async function openDelivering() {
  const { db, urls, owner } = await openManagerBench(6);
  const server = await openMailServer();
  /** Each with a mailer of its own. */
  const workers = [1, 2].map(() => ({
    database: new PrismaClient({ adapter: new PrismaPg(openPool(urls.workerUrl, 6)) }),
    mailer: openMailer(server.url, 'panel@example.com'),
  }));
  const logged: Record<string, unknown>[] = [];
  const note = (line: object) => void logged.push({ ...line });
  const log = { warn: note, error: note };
  const subjects = new Map<NoticeName, string>();
  let now: Date;

  afterAll(async () => {
    for (const { mailer } of workers) mailer.close();
    await server.close();
    await Promise.all(workers.map(({ database }) => database.$disconnect()));
  });
  beforeEach(async () => {
    await owner.query('DELETE FROM notice');
    await owner.query('DELETE FROM graphile_worker._private_jobs');
    server.taken.length = 0;
    logged.length = 0;
    now = new Date(Date.now() + 60_000);
    say(() => undefined);
  });
  afterEach(() => server.cut());

  async function customer(domain = `${randomUUID()}.example`) {
    const [id, email] = [randomUUID(), `${randomUUID()}@${domain}`];
    await db.customer.create({ data: { id, email, name: 'Ada', language: 'en' } });
    return { id, email };
  }

  async function queue(customerId: string, ...kinds: NoticeName[]) {
    for (const notice of kinds) await queueNotice(db, { customerId, notice, source, at: now });
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

  return {
    owner,
    server,
    workers,
    logged,
    log,
    now: () => now,
    /** Moves the clock to a moment. */
    passTo: (moment: Date) => {
      now = moment;
    },
    customer,
    queue,
    deliver,
    tend,
    pass,
    states,
    takenBy,
    waitsUntil,
    say,
    subjectOf,
  };
}
