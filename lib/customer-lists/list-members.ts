import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';

/**
 * The next customers on a list, in the order of their ids, which never changes.
 *
 * @param from.after the last of those before; or `skip`, how many those are, which takes the longer the more.
 */
export async function listMembers(
  db: PrismaClient | Prisma.TransactionClient,
  listId: string,
  { after, skip = 0, limit }: { after?: string | undefined; skip?: number; limit: number },
): Promise<string[]> {
  const rows = await db.customerListMember.findMany({
    where: { listId, ...(after && { customerId: { gt: after } }) },
    orderBy: { customerId: 'asc' },
    skip: after ? 0 : skip,
    take: limit,
    select: { customerId: true },
  });
  return rows.map(({ customerId }) => customerId);
}
