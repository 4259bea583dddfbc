import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import type { StaffActKind } from './act-kinds.ts';

export interface StaffAct {
  staffId: string;
  act: StaffActKind;
  /** Whom it concerned, where it was one customer. */
  customerId?: string;
  /** No secret, and nothing a stranger wrote. */
  detail?: Prisma.InputJsonObject;
}

/**
 * Appends to the trail of what staff do and read. The manager may add to it and never change it, by grant.
 * Call it in the transaction of the change, so that there is no act without its entry.
 */
export async function recordStaffAct(
  db: Pick<PrismaClient, 'staffAct'> | Pick<Prisma.TransactionClient, 'staffAct'>,
  act: StaffAct,
): Promise<void> {
  await db.staffAct.create({ data: act, select: { id: true } });
}
