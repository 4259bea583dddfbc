import type { Prisma } from '../../prisma/manager/client/client.ts';
import { forgetOtherProofs, recordProof } from './proof.ts';

/**
 * A second factor was added in this session, and proven by that: the session counts as having one, and what proved the
 * customer in their other sessions counts no more.
 */
export async function recordFactorAdded(
  tx: Pick<Prisma.TransactionClient, 'session' | '$executeRaw'>,
  { customerId, sessionId }: { customerId: string; sessionId: string },
): Promise<void> {
  await tx.session.updateMany({
    where: { id: sessionId },
    data: { secondFactor: true, enrolmentRequired: false },
  });
  await recordProof(tx, sessionId);
  await forgetOtherProofs(tx, { customerId, keep: sessionId });
}
