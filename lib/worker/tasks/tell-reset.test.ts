import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { openPool } from '../../database/pool.ts';
import { freshDatabases } from '../../testing/databases.ts';
import { tellReset } from './tell-reset.ts';

let [db, owner]: [PrismaClient, Pool] = [] as never;
const customers = 25;

beforeAll(async () => {
  const { manager } = await freshDatabases();
  db = new PrismaClient({ adapter: new PrismaPg(openPool(manager.workerUrl, 10)) });
  owner = openPool(manager.ownerUrl, 2);
  await owner.query(
    `INSERT INTO customer (id, email, name, language, created_at)
     SELECT gen_random_uuid(), 'c' || n || '@example.com', 'C', CASE n % 2 WHEN 0 THEN 'fr' ELSE 'en' END, '2026-01-01'
     FROM generate_series(1, $1::int) n`,
    [customers],
  );
});
afterAll(async () => {
  await Promise.all([db.$disconnect(), owner.end()]);
});
beforeEach(async () => {
  await owner.query('DELETE FROM reset_notice');
  await owner.query('DELETE FROM graphile_worker._private_jobs');
});

async function newReset({
  scope = 'all',
  state = 'active',
  subjects = [] as string[],
  message = null as object | null,
} = {}) {
  const [id, cutoff] = [randomUUID(), state === 'active' ? new Date() : null];
  await owner.query(
    `INSERT INTO reset (id, scope, state, cutoff, message, reason, started_by)
     SELECT $1, $2, $3, $4, $5, 'A <list> was found.', id FROM customer LIMIT 1`,
    [id, scope, state, cutoff, message],
  );
  await owner.query(
    `INSERT INTO reset_subject SELECT $1, id FROM customer WHERE email = ANY ($2)`,
    [id, subjects],
  );
  return id;
}

/** A mail server that does to each mail what it is told, and keeps what it took. */
function mailbox(fail: (to: string) => object | null = () => null) {
  const sent: { to: string; subject: string; text: string }[] = [];
  const send = async (to: string, mail: { subject: string; text: string }) => {
    const failure = fail(to);
    if (failure) throw Object.assign(new Error('no'), failure);
    sent.push({ to, ...mail });
  };
  return { sent, send };
}

type Sender = Pick<ReturnType<typeof mailbox>, 'send'>;

function tell(mailer: Sender, payload: object, mailsPerMinute = 10_000) {
  const parts = {
    database: db,
    mailer,
    publicUrl: new URL('https://panel.example'),
    mailsPerMinute,
  };
  return tellReset(parts as never, payload);
}

async function queued(reset: string) {
  const { rows } = await owner.query(
    `SELECT payload, extract(epoch FROM run_at - now())::int AS seconds
     FROM graphile_worker._private_jobs WHERE payload->>'reset' = $1`,
    [reset],
  );
  return rows as { payload: { reset: string; after?: string; round?: number }; seconds: number }[];
}

/** Works off the walk as the queue would, without its waits. */
async function tellAll(mailer: Sender, reset: string, mailsPerMinute?: number) {
  let payload: { reset: string } | undefined = { reset };
  for (let turns = 0; payload && turns < 50; turns++) {
    await owner.query('DELETE FROM graphile_worker._private_jobs');
    await tell(mailer, payload, mailsPerMinute);
    payload = (await queued(reset)).find((job) => (job.payload.round ?? 0) === 0)?.payload;
  }
}

const once = (sent: { to: string }[]) => new Set(sent.map((mail) => mail.to)).size === sent.length;

describe('telling customers of a reset', () => {
  test('tells each of them once, in their language, with the reason and a link', async () => {
    const box = mailbox();
    await tellAll(box, await newReset());
    expect(box.sent).toHaveLength(customers);
    expect(once(box.sent)).toBe(true);
    for (const { text } of box.sent) {
      expect(text).toContain('A <list> was found.');
      expect(text).toContain('https://panel.example/forgotten-password');
    }
    expect(new Set(box.sent.map((mail) => mail.subject)).size).toBe(2);
  });

  test('says to each what staff wrote in their language, under its subject', async () => {
    const message = {
      en: { subject: 'Subject E', text: 'Text E' },
      fr: { subject: 'Objet F', text: 'Texte F' },
    };
    const box = mailbox();
    await tellAll(box, await newReset({ message }));
    expect(box.sent).toHaveLength(customers);
    for (const { to, subject, text } of box.sent) {
      const french = Number(to.slice(1).split('@')[0]) % 2 === 0;
      expect(subject).toBe(french ? 'Objet F' : 'Subject E');
      expect(text).toContain(french ? '> Texte F' : '> Text E');
      expect(text).not.toContain('A <list> was found.');
    }
  });

  test('four workers at once tell nobody twice', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await Promise.all(Array.from({ length: 4 }, () => tell(box, { reset })));
    expect(box.sent).toHaveLength(customers);
    expect(once(box.sent)).toBe(true);
  });

  test('a worker killed between claim and mail leaves its customer be, and the walk goes on', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await owner.query(
      `INSERT INTO reset_notice (reset_id, customer_id, claimed_at)
       SELECT $1, id, now() - interval '1 hour' FROM customer WHERE email = 'c7@example.com'`,
      [reset],
    );
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(customers - 1);
    expect(box.sent.some((mail) => mail.to === 'c7@example.com')).toBe(false);
  });

  test('while a batch is under way, a later job stands by to take over should it die', async () => {
    const reset = await newReset();
    const seen: number[] = [];
    const send = async () => {
      seen.push(...(await queued(reset)).map((job) => job.seconds));
    };
    await tell({ send }, { reset });
    expect(seen.length).toBe(customers);
    for (const seconds of seen) expect(seconds).toBeGreaterThan(60);
  });

  test('keeps the pace over all workers together, and goes on a minute later', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await Promise.all([tell(box, { reset }, 10), tell(box, { reset }, 10)]);
    expect(box.sent.length).toBeGreaterThan(0);
    expect(box.sent.length).toBeLessThanOrEqual(10);
    const [next] = await queued(reset);
    expect(next?.seconds).toBeGreaterThan(30);
  });

  test('a mail server that cannot be reached costs nobody their mail', async () => {
    const reset = await newReset();
    await tell(
      mailbox(() => ({ code: 'ESOCKET', syscall: 'connect' })),
      { reset },
    );
    const box = mailbox();
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(customers);
  });

  test('an address that is refused is kept as refused and stops nobody else’s mail', async () => {
    const reset = await newReset();
    const box = mailbox((to) =>
      to === 'c3@example.com' ? { code: 'EENVELOPE', responseCode: 550 } : null,
    );
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(customers - 1);
    const failed = await db.resetNotice.findMany({ where: { resetId: reset, sentAt: null } });
    expect(failed.map((notice) => notice.error)).toEqual(['refused']);
  });

  test('of a mail that may have left, no second one is sent', async () => {
    const reset = await newReset();
    const unclear = (to: string) => (to === 'c3@example.com' ? { code: 'ECONNECTION' } : null);
    await tellAll(mailbox(unclear), reset);
    const again = mailbox();
    await tellAll(again, reset);
    expect(again.sent).toEqual([]);
  });

  test('of some, only those are told; of one not in force, nobody', async () => {
    const box = mailbox();
    const subjects = ['c1@example.com', 'c2@example.com'];
    await tellAll(box, await newReset({ scope: 'subjects', subjects }));
    await tellAll(box, await newReset({ state: 'starting' }));
    expect(box.sent.map((mail) => mail.to).sort()).toEqual(subjects);
  });

  test('nobody who came after the cutoff is told', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await owner.query(
      `INSERT INTO customer (id, email, name, language, created_at)
       VALUES (gen_random_uuid(), 'late@example.com', 'L', 'en', now() + interval '1 hour')`,
    );
    await tellAll(box, reset);
    await owner.query("DELETE FROM customer WHERE email = 'late@example.com'");
    expect(box.sent).toHaveLength(customers);
  });
});
