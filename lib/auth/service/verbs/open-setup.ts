import type { Answer, Transaction } from '../service.ts';

export const openSetup: Answer<'open-setup'> = async (_service, request, question) =>
  question.settle(async (tx) => {
    await lockSetup(tx);
    if (await hasStaff(tx)) return { verdict: { verdict: 'closed' } };
    // One link at a time: whoever prints a new one means the old one is lost.
    await tx.setup.deleteMany({ where: { usedAt: null } });
    await tx.setup.create({
      data: {
        tokenHash: Uint8Array.from(Buffer.from(request.tokenHash, 'hex')),
        createdAt: question.now,
      },
    });
    return { verdict: { verdict: 'yes' } };
  });

// Any constant: of two set-ups at once, the second waits and then finds it closed.
const setupLock = 7_317_001;

/** Makes set-up decisions follow one another. */
export async function lockSetup(tx: Transaction) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${setupLock}::bigint)`;
}

export async function hasStaff(tx: Transaction): Promise<boolean> {
  return (await tx.subject.findFirst({ where: { staffRole: { not: null } } })) !== null;
}
