import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/** More than this is not counted: the bell says "99+", at the same cost for whoever never read one. */
export const unreadMax = 99;

/** How many notifications a customer has not read, {@link unreadMax} and one at most. Asked on every page. */
export async function countUnread(db: PrismaClient, customerId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM notification WHERE customer_id = ${customerId}::uuid AND read_at IS NULL
      LIMIT ${unreadMax + 1}::int) AS unread`;
  return row?.count ?? 0;
}
