import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';

/**
 * The next customers on a list, in the order of their ids, which never changes.
 *
 * @param skip how many come before them. Takes the longer, the more those are.
 */
export async function listMembers(
  db: PrismaClient | Prisma.TransactionClient,
  listId: string,
  { skip = 0, limit }: { skip?: number; limit: number },
): Promise<string[]> {
  const rows = await db.customerListMember.findMany({
    where: { listId },
    orderBy: { customerId: 'asc' },
    skip,
    take: limit,
    select: { customerId: true },
  });
  return rows.map(({ customerId }) => customerId);
}
