import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';

export interface Membership {
  /** The id of the customer that the account began with. */
  accountId: string;
  role: 'owner' | 'restricted';
  /** Nobody was ever invited: there is no row of the account. */
  alone: boolean;
}

/** Where a customer belongs; who was never invited to an account owns their own. Null for who was removed. */
export async function findMembership(
  db: Pick<PrismaClient | Prisma.TransactionClient, 'accountMember'>,
  customerId: string,
): Promise<Membership | null> {
  const rows = await db.accountMember.findMany({
    where: { customerId },
    select: { accountId: true, role: true, removedAt: true },
  });
  if (rows.length === 0) return { accountId: customerId, role: 'owner', alone: true };
  const row = rows.find(({ removedAt }) => removedAt === null);
  if (!row) return null;
  const role = row.role === 'owner' ? 'owner' : 'restricted';
  return { accountId: row.accountId, role, alone: false };
}
