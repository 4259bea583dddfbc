import type { Prisma, PrismaClient } from '../../../prisma/manager/client/client.ts';
import { type NoticeDetail, notices } from '../../mail/templates.ts';
import { type Failures, findPattern, patternBounds } from '../../notifications/failure-pattern.ts';
import { queueNotice } from '../../notifications/queue-notice.ts';
import type { Surroundings } from './surroundings.ts';

/** How long one job may go on: who is left waits for the next minute's. */
const jobSeconds = 45;
/** Within this no second alert of failed sign-ins is written: what comes joins the next. */
const alertMinutes = 60;
const digestHours = 24;
/** After a refused code, as long as `describe_failures` waits for the right one. */
const pendingMinutes = 2;

interface Waiting {
  customerId: string;
  since: Date;
  toldUntil: Date | null;
  now: Date;
  toldLately: Date | null;
}

interface Found extends Failures {
  /** Refused codes that the right one may still follow. */
  pending: number;
  lastAt: Date | null;
  lastAddress: string | null;
  lastAgent: string | null;
}

/**
 * Tells customers of failed sign-ins: at once when they follow a pattern, and all else a day later in one digest, with
 * what was held back. Any number of workers may do it at once: each customer's row is taken by one.
 */
export async function tellFailures({ database }: Pick<Surroundings, 'database'>): Promise<void> {
  const until = Date.now() + jobSeconds * 1_000;
  while (Date.now() < until && (await tellNext(database))) {}
}

async function tellNext(database: PrismaClient): Promise<boolean> {
  return database.$transaction(async (tx) => {
    const waiting = await takeWaiting(tx);
    if (!waiting) return false;
    const { customerId, since, toldUntil, now, toldLately } = waiting;
    const found = await readFailures(tx, customerId, toldUntil ? later(toldUntil, 1) : since);
    const pattern = findPattern(found);
    const source = { address: found.lastAddress ?? '', userAgent: found.lastAgent ?? '' };
    const { failures: count, addresses } = found;
    const digestAt = later(since, digestHours * 3_600_000);
    if (pattern && !toldLately) {
      const detail = { count, addresses, pattern };
      const at = found.lastAt ?? now;
      await queueNotice(tx, { customerId, notice: 'failed-sign-ins', source, at, detail });
      await checkAgain(tx, customerId, digestAt, found.lastAt);
      return true;
    }
    if (digestAt > now) {
      const soon = found.pending > 0 ? later(now, pendingMinutes * 60_000) : digestAt;
      const next = pattern && toldLately ? later(toldLately, alertMinutes * 60_000) : soon;
      await checkAgain(tx, customerId, earlier(next, digestAt), toldUntil);
      return true;
    }
    if (count > 0) {
      const notice = 'failed-sign-ins-digest' as const;
      const at = found.lastAt ?? now;
      await queueNotice(tx, { customerId, notice, source, at, detail: { count, addresses } });
    }
    const held = await countHeld(tx, customerId, since);
    if (Object.keys(held).length > 0) {
      const nowhere = { address: '', userAgent: '' };
      const notice = 'notices-held-back' as const;
      await queueNotice(tx, { customerId, notice, source: nowhere, at: now, detail: held });
    }
    await tx.$executeRaw`DELETE FROM untold WHERE customer_id = ${customerId}::uuid`;
    return true;
  });
}

async function takeWaiting(tx: Prisma.TransactionClient): Promise<Waiting | undefined> {
  const [row] = await tx.$queryRaw<Waiting[]>`
    SELECT u.customer_id AS "customerId", u.since, u.told_until AS "toldUntil", now() AS now, (
      SELECT max(n.at_told) FROM (
        SELECT n.at AS at_told FROM notification n
        WHERE n.customer_id = u.customer_id AND n.kind = 'failed-sign-ins'
          AND n.at > now() - make_interval(mins => ${alertMinutes}::int)
      ) n) AS "toldLately"
    FROM untold u WHERE u.check_at <= now() ORDER BY u.check_at LIMIT 1 FOR UPDATE OF u SKIP LOCKED`;
  return row;
}

async function readFailures(tx: Prisma.TransactionClient, customerId: string, since: Date) {
  const { burstMinutes, spreadMinutes } = patternBounds;
  const [found] = await tx.$queryRaw<Found[]>`
    SELECT failures, addresses, networks, burst, stopped, pending,
      last_at AS "lastAt", last_address AS "lastAddress", last_agent AS "lastAgent"
    FROM describe_failures(${customerId}::uuid, ${since}::timestamptz,
      make_interval(mins => ${burstMinutes}::int), make_interval(mins => ${spreadMinutes}::int))`;
  if (!found) throw new Error('describe_failures gave no row');
  return found;
}

/** How many mails of which kind were held back, to be counted in the digest's words. */
async function countHeld(tx: Prisma.TransactionClient, customerId: string, since: Date) {
  const rows = await tx.$queryRaw<{ kind: string; count: number }[]>`
    SELECT kind, count(*)::int AS count FROM notification
    WHERE customer_id = ${customerId}::uuid AND held_at >= ${since}::timestamptz
      AND kind = ANY (${[...notices]}::text[])
    GROUP BY kind`;
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count])) satisfies NoticeDetail;
}

async function checkAgain(
  tx: Prisma.TransactionClient,
  customerId: string,
  at: Date,
  toldUntil: Date | null,
) {
  await tx.$executeRaw`
    UPDATE untold SET check_at = ${at}::timestamptz, told_until = ${toldUntil}::timestamptz
    WHERE customer_id = ${customerId}::uuid`;
}

function later(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
