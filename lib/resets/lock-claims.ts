import type { Prisma } from '../../prisma/manager/client/client.ts';

// Any number: it names the one lock under which the telling of customers is counted and claimed.
const claimLock = 7_203_001;

/** Waits for whoever claims the telling of a customer, and keeps others from it until this transaction ends. */
export async function lockClaims(tx: Pick<Prisma.TransactionClient, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${claimLock})`;
}
