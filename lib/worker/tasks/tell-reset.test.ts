import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Prisma, PrismaClient } from '../../../prisma/manager/client/client.ts';
import { openPool } from '../../database/pool.ts';
import { freshDatabases } from '../../testing/databases.ts';
import { inLastMinute } from './claim-notice.ts';
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
  // Too late for a reset of everyone: only the lists below concern them.
  await owner.query(
    `INSERT INTO customer (id, email, name, language, created_at)
     SELECT gen_random_uuid(), n || '@' || domain, 'D', 'en', '2100-01-01'
     FROM unnest('{big.example,small.example,tiny.example}'::text[], '{12,4,1}'::int[]) AS of (domain, many),
       generate_series(1, many) n`,
  );
});
afterAll(async () => {
  await Promise.all([db.$disconnect(), owner.end()]);
});
beforeEach(async () => {
  await owner.query('DELETE FROM reset_notice');
  await owner.query('DELETE FROM reset_mail_act');
  await owner.query('DELETE FROM reset_mail_end');
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

const wide = { mailsPerMinute: 10_000, mailsPerMinuteAndDomain: 10_000 };
type Parts = Partial<typeof wide> & { auth?: { ask: (...asked: never[]) => unknown } };

function tell(mailer: Sender, payload: object, parts: Parts = {}) {
  const publicUrl = new URL('https://panel.example');
  const around = { database: db, mailer, publicUrl, ...wide, ...parts };
  return tellReset(around as never, payload);
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
async function tellAll(
  mailer: Sender,
  reset: string,
  { wave = 1, ...parts }: Parts & { wave?: number } = {},
) {
  let payload: { reset: string } | undefined = { reset, ...(wave > 1 && { wave }) };
  for (let turns = 0; payload && turns < 50; turns++) {
    await owner.query('DELETE FROM graphile_worker._private_jobs');
    await tell(mailer, payload, parts);
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
    await Promise.all([
      tell(box, { reset }, { mailsPerMinute: 10 }),
      tell(box, { reset }, { mailsPerMinute: 10 }),
    ]);
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

const domains = { 'big.example': 12, 'small.example': 4, 'tiny.example': 1 };
const ofDomains = () =>
  newReset({
    scope: 'subjects',
    subjects: Object.entries(domains).flatMap(([domain, many]) =>
      Array.from({ length: many }, (_, n) => `${n + 1}@${domain}`),
    ),
  });

function countByDomain(sent: { to: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { to } of sent) {
    const domain = to.split('@')[1] ?? '';
    counts[domain] = (counts[domain] ?? 0) + 1;
  }
  return counts;
}

const aMinuteLater = () =>
  owner.query(`UPDATE reset_notice SET claimed_at = claimed_at - interval '61 seconds'`);

describe('the pace of each mail domain', () => {
  const parts = { mailsPerMinuteAndDomain: 3 };

  test('holds for it, and a full one holds up no other', async () => {
    const [box, reset] = [mailbox(), await ofDomains()];
    await tellAll(box, reset, parts);
    expect(countByDomain(box.sent)).toEqual({
      'big.example': 3,
      'small.example': 3,
      'tiny.example': 1,
    });
    expect(await queued(reset)).toHaveLength(1);
  });

  test('holds over all workers and resets together', async () => {
    const box = mailbox();
    const resets = [await ofDomains(), await ofDomains()];
    await Promise.all([...resets, ...resets].map((reset) => tell(box, { reset }, parts)));
    expect(countByDomain(box.sent)).toMatchObject({ 'big.example': 3, 'small.example': 3 });
  });

  test('tells everybody in the end, each once, minute by minute', async () => {
    const [box, reset] = [mailbox(), await ofDomains()];
    let payload: object | undefined = { reset };
    for (let minute = 0; payload && minute < 10; minute++) {
      await owner.query('DELETE FROM graphile_worker._private_jobs');
      await tell(box, payload, parts);
      payload = (await queued(reset))[0]?.payload;
      await aMinuteLater();
    }
    expect(countByDomain(box.sent)).toEqual(domains);
    expect(once(box.sent)).toBe(true);
    expect(payload, 'it has come to its end').toBeUndefined();
    expect(await db.resetMailEnd.count({ where: { resetId: reset, wave: 1 } })).toBe(1);
  });

  test('a walk whose place was lost begins anew, and tells nobody twice', async () => {
    const [box, reset] = [mailbox(), await ofDomains()];
    for (let minute = 0; minute < 6; minute++) {
      await tell(box, { reset }, parts);
      await aMinuteLater();
    }
    expect(countByDomain(box.sent)).toEqual(domains);
    expect(once(box.sent)).toBe(true);
  });

  test('a claim finds its room by indexes, however many notices there are', async () => {
    const explain = (where: Prisma.Sql) =>
      db.$transaction(async (tx) => {
        await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
        const plan = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>`
          EXPLAIN SELECT count(*) FROM reset_notice WHERE ${where}`;
        return plan.map((line) => line['QUERY PLAN']).join('\n');
      });
    const inAll = await explain(inLastMinute);
    expect(inAll).toContain('reset_notice_claimed_at_idx');
    expect(inAll).toMatch(/Index Cond: \(claimed_at > /);
    const inDomain = await explain(Prisma.sql`domain = 'big.example' AND ${inLastMinute}`);
    expect(inDomain).toContain('reset_notice_domain_claimed_at_idx');
    expect(inDomain).toMatch(/Index Cond: .*claimed_at > /);
  });
});

async function say(reset: string, act: string, wave = 1) {
  await owner.query(
    `INSERT INTO reset_mail_act (reset_id, wave, act, staff_id)
     SELECT $1, $2, $3, id FROM customer LIMIT 1`,
    [reset, wave, act],
  );
}

describe('a wave that is held', () => {
  test.each(['pause', 'stop'])('by a %s: not one mail more leaves', async (act) => {
    const reset = await newReset();
    const sent: string[] = [];
    const send = async (to: string) => {
      sent.push(to);
      if (sent.length === 5) await say(reset, act);
    };
    await tell({ send }, { reset });
    expect(sent).toHaveLength(5);
    await tell({ send }, { reset });
    expect(sent).toHaveLength(5);
  });

  test('resumed, goes on where it was, and tells each once', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await tell(box, { reset }, { mailsPerMinute: 10 });
    await say(reset, 'pause');
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(10);
    await say(reset, 'resume');
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(customers);
    expect(once(box.sent)).toBe(true);
  });

  test('stopped, stays so whatever is written down after it', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await say(reset, 'stop');
    await say(reset, 'resume');
    await tellAll(box, reset);
    expect(box.sent).toEqual([]);
    expect(await db.resetMailEnd.count({ where: { resetId: reset } })).toBe(0);
  });

  test('the worker may say nothing of its own about it', async () => {
    const [reset, { rows }] = [
      await newReset(),
      await owner.query('SELECT id FROM customer LIMIT 1'),
    ];
    for (const act of ['resume', 'stop']) {
      const data = { resetId: reset, wave: 1, act, staffId: rows[0].id };
      await expect(db.resetMailAct.create({ data })).rejects.toThrow();
    }
  });
});

describe('a later wave', () => {
  /** An auth service by which all but these have yet to choose a new password. */
  const authFor = (done: string[]) => ({
    ask: async (_: string, { among }: { among: string[] }) => {
      const { rows } = await owner.query('SELECT id FROM customer WHERE email = ANY ($1)', [done]);
      const ids = rows.map((row) => row.id);
      return { verdict: 'yes', subjects: among.filter((id) => !ids.includes(id)) };
    },
  });

  test('tells those who were told and have not done, once each, and nobody who has', async () => {
    const reset = await newReset();
    const refused = (to: string) =>
      to === 'c3@example.com' ? { code: 'EENVELOPE', responseCode: 550 } : null;
    await tellAll(mailbox(refused), reset);
    const box = mailbox();
    const done = ['c1@example.com', 'c2@example.com'];
    for (let times = 0; times < 2; times++) {
      await tellAll(box, reset, { wave: 2, auth: authFor(done) });
    }
    expect(box.sent).toHaveLength(customers - 3);
    expect(once(box.sent)).toBe(true);
    for (const email of [...done, 'c3@example.com']) {
      expect(box.sent.some((mail) => mail.to === email)).toBe(false);
    }
    expect(await db.resetMailEnd.count({ where: { resetId: reset, wave: 2 } })).toBe(1);
  });

  test('never reaches whom a stop left untold', async () => {
    const [first, reset] = [mailbox(), await newReset()];
    await tell(first, { reset }, { mailsPerMinute: 10 });
    await say(reset, 'stop');
    const box = mailbox();
    await tellAll(box, reset, { wave: 2, auth: authFor([]) });
    expect(box.sent.map((mail) => mail.to).sort()).toEqual(
      first.sent.map((mail) => mail.to).sort(),
    );
  });

  test.each([{ verdict: 'unavailable' }, { verdict: 'no' }])(
    'waits while the auth service does not say who has done: %j',
    async (verdict) => {
      const reset = await newReset();
      await tellAll(mailbox(), reset);
      const box = mailbox();
      await tell(box, { reset, wave: 2 }, { auth: { ask: async () => verdict } });
      expect(box.sent).toEqual([]);
      expect((await queued(reset)).map((job) => job.seconds > 30)).toEqual([true]);
    },
  );

  test('of four workers at once tells nobody twice', async () => {
    const reset = await newReset();
    await tellAll(mailbox(), reset);
    const box = mailbox();
    const auth = authFor([]);
    await Promise.all(Array.from({ length: 4 }, () => tell(box, { reset, wave: 2 }, { auth })));
    expect(box.sent).toHaveLength(customers);
    expect(once(box.sent)).toBe(true);
  });
});
