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
 * concerns are told by mail, and the histories of listed customers say so. (A reset of everyone stands in
 * every history as it is.) Done once, however often and from wherever it is called.
 *
 * @param tx a transaction: all of it or nothing.
 */
export async function activateReset(
  tx: Prisma.TransactionClient,
  { reset: id, cutoff, approvedBy, requestId }: InForce,
): Promise<void> {
  const { count } = await tx.reset.updateMany({
    where: { id, state: { not: 'active' } },
    data: { state: 'active', cutoff, approvedBy },
  });
  if (count === 0) return;
  await queueTellReset(tx, { reset: id, requestId });
  // No address: where a member of staff sat is not for the customer's history.
  await tx.$executeRaw`
    INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent, detail)
    SELECT rs.customer_id, ${cutoff}::timestamptz, 'forced-reset', 'yes', '', '',
      jsonb_build_object('scope', r.scope)
    FROM reset_subject rs JOIN reset r ON r.id = rs.reset_id
    WHERE rs.reset_id = ${id}::uuid AND r.scope <> 'all'`;
}
