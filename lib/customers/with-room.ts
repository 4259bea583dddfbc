import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';
import { lockCustomer } from '../sessions/lock-customer.ts';
import { EmailHeld, followEmail } from './follow-email.ts';

/** How many customers may stand in each other's way: more than two never did. */
const mostInARow = 5;
/** It was done by somebody of whom nothing is known here. */
const nowhere = { address: '', userAgent: '' };

/**
 * Does what has a customer follow the auth service to an address. Where another stands here with it, whose own change was
 * lost on the way, that one follows first: in the service no two have one address.
 */
export async function withRoom<T>(
  { db, ask }: { db: PrismaClient; ask: AuthConnection['ask'] },
  email: string | null | undefined,
  work: () => Promise<T>,
  left = mostInARow,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EmailHeld) || !email || left === 0) throw error;
    const holder = await db.customer.findUnique({ where: { email }, select: { id: true } });
    if (holder) await moveOn({ db, ask }, holder.id, left - 1);
    return work();
  }
}

async function moveOn(
  parts: { db: PrismaClient; ask: AuthConnection['ask'] },
  customerId: string,
  left: number,
): Promise<void> {
  const said = await parts.ask('describe-email-change', { subject: customerId });
  const email = said.verdict === 'yes' ? said.email : null;
  if (!email) return;
  const follow = () =>
    parts.db.$transaction(async (tx) => {
      await lockCustomer(tx, customerId);
      await followEmail(tx, { customerId, email, source: nowhere });
    });
  await withRoom(parts, email, follow, left);
}
