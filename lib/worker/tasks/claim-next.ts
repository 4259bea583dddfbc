import type { PrismaClient } from '../../../prisma/manager/client/client.ts';

/** Any number: it names the one lock under which notices are claimed. */
const claimLock = 7_203_002;

/** Most notices under way at once to one mail domain: one that is slow leaves a place for the others. */
export const atOnceMax = 2;

/** A claim not heard of after this long: its worker died. Longer than a mail and its record can take. */
export const claimSeconds = 120;

export interface ClaimedNotice {
  id: bigint;
  customerId: string;
  kind: string;
  payload: unknown;
  attempts: number;
  tryUntil: Date;
  claimedAt: Date;
}

/**
 * Claims the oldest notice of a customer that is not over, before it is handed to a mail server: of any number of
 * workers one is given it. What waits for a later attempt, or is being sent, holds those behind it back.
 *
 * @returns null where nothing is due; `full` where as many as may are under way to its domain.
 */
export async function claimNext(
  database: PrismaClient,
  customerId: string,
  now: Date,
): Promise<ClaimedNotice | 'full' | null> {
  const since = new Date(now.getTime() - claimSeconds * 1_000);
  return database.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${claimLock})`;
    const [head] = await tx.$queryRaw<{ id: bigint; due: boolean; atOnce: number }[]>`
      SELECT h.id, h.state = 'waiting' AND h.next_at <= ${now}::timestamptz AS due,
        (SELECT count(*) FROM notice n WHERE n.state = 'sending' AND n.domain = h.domain
          AND n.claimed_at > ${since}::timestamptz)::int AS "atOnce"
      FROM notice h
      WHERE h.customer_id = ${customerId}::uuid AND h.state IN ('waiting', 'sending')
      ORDER BY h.id LIMIT 1`;
    if (!head?.due) return null;
    if (head.atOnce >= atOnceMax) return 'full';
    const claimed = await tx.notice.update({
      where: { id: head.id },
      data: { state: 'sending', claimedAt: now, attempts: { increment: 1 } },
      select: {
        id: true,
        customerId: true,
        kind: true,
        payload: true,
        attempts: true,
        tryUntil: true,
      },
    });
    return { ...claimed, claimedAt: now };
  });
}
