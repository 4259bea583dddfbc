import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { findMembership } from './find-membership.ts';

/** Whether a customer's account is shown as requiring a second factor of everybody. Opens and closes nothing. */
export async function requiresSecondFactor(db: PrismaClient, customerId: string): Promise<boolean> {
  const id = (await findMembership(db, customerId))?.accountId;
  return (
    id !== undefined && (await db.account.count({ where: { id, requireSecondFactor: true } })) > 0
  );
}
