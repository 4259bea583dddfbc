import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../prisma/manager/client/client.ts';
import { findMembership } from './find-membership.ts';

/**
 * Makes what changes an account follow one another until the transaction ends, and asks, once it is its turn, whether
 * whoever acts still owns it. Begins the account where nobody was invited before.
 *
 * @returns the account's id; null when it is not theirs to change.
 */
export async function lockAccount(
  tx: Prisma.TransactionClient,
  ownerId: string,
): Promise<string | null> {
  const before = await findMembership(tx, ownerId);
  if (before?.role !== 'owner') return null;
  if (before.alone) await begin(tx, ownerId);
  const { accountId } = before;
  await tx.$executeRaw`SELECT FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
  const now = await findMembership(tx, ownerId);
  return now?.role === 'owner' && now.accountId === accountId ? accountId : null;
}

async function begin(tx: Prisma.TransactionClient, id: string): Promise<void> {
  const customer = await tx.customer.findUniqueOrThrow({ where: { id } });
  const { email, name, createdAt: joinedAt } = customer;
  await tx.account.createMany({ data: { id }, skipDuplicates: true });
  const founder = { accountId: id, customerId: id, email, name, role: 'owner', joinedAt };
  await tx.accountMember.createMany({
    data: { id: randomUUID(), ...founder },
    skipDuplicates: true,
  });
}
