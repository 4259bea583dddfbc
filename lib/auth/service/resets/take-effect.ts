import type { Reset } from '../../../../prisma/auth/client/client.ts';
import type { Transaction } from '../service.ts';

/**
 * Puts a reset in force, unless it is so already or was cancelled. With the cutoffs locked.
 *
 * @param approvedBy the second member, where one was needed.
 * @returns the cutoff; null when nothing was changed.
 */
export async function takeEffect(
  tx: Transaction,
  reset: Pick<Reset, 'id' | 'scope'>,
  { now, approvedBy = null }: { now: Date; approvedBy?: string | null },
): Promise<Date | null> {
  const cutoff = await chooseCutoff(tx, reset, now);
  const { count } = await tx.reset.updateMany({
    where: { id: reset.id, cutoff: null, cancelledAt: null },
    data: { cutoff, approvedBy },
  });
  return count === 1 ? cutoff : null;
}

/**
 * Later than when the question came: who signed in while it waited for the database would outlive the
 * reset. And later than every password concerned, where another server's clock was ahead of this one's.
 */
async function chooseCutoff(
  tx: Transaction,
  { id, scope }: Pick<Reset, 'id' | 'scope'>,
  now: Date,
): Promise<Date> {
  const [row] = await (scope === 'all'
    ? tx.$queryRaw<{ newest: Date | null }[]>`SELECT max(set_at) AS newest FROM password`
    : tx.$queryRaw<{ newest: Date | null }[]>`
        SELECT max(set_at) AS newest FROM password JOIN reset_subject USING (subject_id)
        WHERE reset_id = ${id}::uuid`);
  return new Date(Math.max(now.getTime(), (row?.newest?.getTime() ?? 0) + 1));
}
