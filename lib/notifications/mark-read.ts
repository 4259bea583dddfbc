import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/**
 * Marks a customer's own notifications as read. Anybody else's counts as none.
 *
 * @param which one, or all up to the newest that was shown: what came since has not been seen.
 */
export async function markRead(
  db: PrismaClient,
  customerId: string,
  which: { id: string } | { until: Date },
): Promise<void> {
  const where = 'id' in which ? { id: which.id } : { at: { lte: which.until } };
  await db.notification.updateMany({
    where: { customerId, readAt: null, ...where },
    data: { readAt: new Date() },
  });
}
