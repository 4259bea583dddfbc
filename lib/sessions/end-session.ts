import type { Prisma } from '../../prisma/manager/client/client.ts';

/**
 * Ends one session of a customer's own: dead on its next request.
 * @returns whether there was such a session to end; another customer's counts as none.
 */
export async function endSession(
  tx: Prisma.TransactionClient,
  { customerId, sessionId }: { customerId: string; sessionId: string },
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id: sessionId, customerId, endedAt: null },
    data: { endedAt: new Date() },
  });
  return count === 1;
}
