import { randomUUID } from 'node:crypto';
import { beforeEach } from 'vitest';
import { tellReset } from '../worker/tasks/tell-reset.ts';
import { openManagerBench } from './manager-bench.ts';

/** How many customers a reset of everyone concerns. */
export const customers = 25;

/** A mail server that does to each mail what it is told, and keeps what it took. */
export function mailbox(fail: (to: string) => object | null = () => null) {
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

/** Resets, and the worker that tells customers of them. */
export async function openTelling() {
  const { workerDb: db, owner } = await openManagerBench();
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
    return rows as {
      payload: { reset: string; after?: string; round?: number };
      seconds: number;
    }[];
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

  async function say(reset: string, act: string, wave = 1) {
    await owner.query(
      `INSERT INTO reset_mail_act (reset_id, wave, act, staff_id)
       SELECT $1, $2, $3, id FROM customer LIMIT 1`,
      [reset, wave, act],
    );
  }

  return { db, owner, newReset, tell, queued, tellAll, say };
}

/** Whether nobody was sent two. */
export const once = (sent: { to: string }[]) =>
  new Set(sent.map((mail) => mail.to)).size === sent.length;
