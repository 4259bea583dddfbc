import { z } from 'zod';
import type { AccountMember, Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';

/** Somebody of an account, or invited to it, who was not removed. An id of anybody else's finds nobody. */
export async function findPerson(
  db: Pick<PrismaClient | Prisma.TransactionClient, 'accountMember'>,
  { accountId, memberId: id }: { accountId: string; memberId: string },
): Promise<AccountMember | null> {
  if (!z.uuid().safeParse(id).success) return null;
  return db.accountMember.findFirst({ where: { id, accountId, removedAt: null } });
}
