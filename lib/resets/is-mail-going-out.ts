import type { Prisma } from '../../prisma/manager/client/client.ts';
import { concernedBy } from './concerned-by.ts';

/** Longer than the worker waits before it tries a mail again: one tried before that is given up. */
const retriedHours = 2;

/**
 * Whether anybody concerned may still be told by mail: was never tried, is being told at this moment, or is
 * tried again after the mail server put the mail off.
 */
export async function isMailGoingOut(
  tx: Pick<Prisma.TransactionClient, '$queryRaw'>,
  reset: { id: string; scope: string; cutoff: Date },
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ going: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM customer c
      LEFT JOIN reset_notice n ON n.reset_id = ${reset.id}::uuid AND n.customer_id = c.id
      WHERE ${concernedBy(reset)} AND (n.customer_id IS NULL OR n.sent_at IS NULL AND (
        n.error IS NULL AND n.claimed_at > now() - interval '2 minutes'
        OR n.error IN ('put-off', 'unreachable')
          AND n.claimed_at > now() - make_interval(hours => ${retriedHours}::int)))
    ) AS going`;
  return row?.going ?? true;
}
