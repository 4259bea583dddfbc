import type { Prisma } from '../../prisma/manager/client/client.ts';
import { lockCustomer } from './lock-customer.ts';

/**
 * Ends all of a customer's sessions but one, or all of them. One that is just being started waits, and
 * finds in the activity what ended the others: record it in the same transaction.
 * @param keep the session to spare; null spares none
 * @returns how many were ended
 */
export async function endOtherSessions(
  tx: Prisma.TransactionClient,
  { customerId, keep }: { customerId: string; keep: string | null },
): Promise<number> {
  await lockCustomer(tx, customerId);
  const { count } = await tx.session.updateMany({
    where: { customerId, endedAt: null, ...(keep && { id: { not: keep } }) },
    data: { endedAt: new Date() },
  });
  return count;
}
