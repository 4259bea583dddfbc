import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { Mark, Watched } from './judge-sign-in.ts';
import { policy } from './policy.ts';

/**
 * First tries that do not stand out by themselves, and belong to one that does: by the very same browser, at
 * nearly the same time. An intruder whose browser happens to be like one customer's is given away by the next.
 *
 * @param marks what stands out in the batch by itself.
 */
export async function keepCompany(
  tx: Prisma.TransactionClient,
  batch: Watched[],
  marks: Mark[],
): Promise<Mark[]> {
  const standing = new Set(
    marks.filter(({ pattern }) => pattern === 'first-try').map(({ activityId }) => activityId),
  );
  const tries = batch.filter(({ isFirstTry }) => isFirstTry);
  if (tries.length === 0) return [];
  const since = new Date(Math.min(...tries.map(({ at }) => at.getTime())) - companyMs);
  await tx.firstTryKept.deleteMany({ where: { at: { lt: since } } });
  await tx.firstTryKept.createMany({
    data: tries.map(({ id, customerId, at, userAgent }) => ({
      activityId: id,
      customerId,
      at,
      userAgent,
      standsOut: standing.has(id),
    })),
  });
  const kept = await tx.firstTryKept.findMany({ orderBy: { activityId: 'asc' } });
  const isNew = new Set(tries.map(({ id }) => id));
  const leaders = kept.filter(({ standsOut }) => standsOut);
  return kept
    .filter((one) => !one.standsOut)
    .filter((one) =>
      leaders.some(
        (leader) =>
          // What was seen together before has been marked before.
          (isNew.has(one.activityId) || isNew.has(leader.activityId)) &&
          leader.userAgent === one.userAgent &&
          Math.abs(leader.at.getTime() - one.at.getTime()) <= companyMs,
      ),
    )
    .map(({ activityId, customerId, at }) => ({
      pattern: 'first-try' as const,
      subject: customerId,
      customerId,
      activityId,
      at,
    }));
}

const companyMs = policy.companyMinutes * 60_000;
