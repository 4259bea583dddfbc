import type { Prisma } from '../../prisma/manager/client/client.ts';
import { queueTellReset } from './queue-tell-reset.ts';

export interface InForce {
  reset: string;
  cutoff: Date;
  /** The second member, where one was needed. */
  approvedBy: string | null;
  requestId?: string | undefined;
}

/**
 * Takes over the auth service's yes: from here on sessions older than the cutoff are dead, those whom it
 * concerns are told by mail, and their histories say so (`list-activity.ts`): one row, however many they are. Done
 * once, however often and from wherever it is called.
 *
 * @param tx a transaction: all of it or nothing.
 */
export async function activateReset(
  tx: Prisma.TransactionClient,
  { reset: id, cutoff, approvedBy, requestId }: InForce,
): Promise<void> {
  const { count } = await tx.reset.updateMany({
    // Cancelled is the last word: an answer that was late puts nothing in force.
    where: { id, state: { notIn: ['active', 'cancelled'] } },
    data: { state: 'active', cutoff, approvedBy },
  });
  if (count === 0) return;
  await queueTellReset(tx, { reset: id, requestId });
}
