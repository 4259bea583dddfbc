import 'server-only';
import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';

/**
 * No session may go on counting as proven by a factor that is no more. Where one is left, the session at hand has
 * just proven one; of the others it is not known by which.
 */
export function endProof(
  tx: Prisma.TransactionClient,
  { customer, session }: SignedIn,
  left: boolean,
): Promise<unknown> {
  const kept = left ? { id: { not: session.id } } : {};
  return tx.session.updateMany({
    where: { customerId: customer.id, endedAt: null, ...kept },
    data: { secondFactor: false },
  });
}
