import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';

/** More than this is not counted: the bell says "99+", at the same cost for whoever never read one. */
export const unreadMax = 99;

/** The SQL of how many notifications a customer has not read, {@link unreadMax} and one at most. */
export const unreadSql = (customerId: Prisma.Sql) => Prisma.sql`(
  SELECT count(*)::int FROM (
    SELECT FROM notification WHERE customer_id = ${customerId} AND read_at IS NULL
    LIMIT ${unreadMax + 1}::int) AS unread)`;

/** How many notifications a customer has not read, {@link unreadMax} and one at most. */
export async function countUnread(db: PrismaClient, customerId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT ${unreadSql(Prisma.sql`${customerId}::uuid`)} AS count`;
  return row?.count ?? 0;
}
