import type { Prisma } from '../../prisma/manager/client/client.ts';
import { queueNotice } from '../notifications/queue-notice.ts';

/** Another customer stands here with the address: news of theirs was lost. */
export class EmailHeld extends Error {}

interface Followed {
  customerId: string;
  /** As the auth service has it. */
  email: string;
  source: { address: string; userAgent: string; requestId?: string | undefined };
  /** Put back from its mailbox, of which the service has mailed; else changed. */
  restored?: boolean;
}

/**
 * Takes over from the auth service what address a customer has, should it be another than was known here, with the entry
 * and the notice that say so. Call it with the customer locked.
 *
 * @throws {EmailHeld} where another customer has it here, whose own must be followed first.
 * @returns whether it was another.
 */
export async function followEmail(
  tx: Prisma.TransactionClient,
  { customerId, email, source, restored = false }: Followed,
): Promise<boolean> {
  const where = { id: customerId };
  const known = await tx.customer.findUnique({ where, select: { email: true } });
  if (!known || known.email === email) return false;
  if ((await tx.customer.count({ where: { email } })) > 0) throw new EmailHeld('held by another');
  // Changes it and writes it into the history: the manager may do neither here without the other.
  await tx.$executeRaw`SELECT follow_email(${customerId}::uuid, ${email}, ${restored}::boolean,
    ${source.address}, ${source.userAgent})`;
  if (!restored) {
    await queueNotice(tx, { customerId, notice: 'email-changed', source, at: new Date() });
  }
  return true;
}
