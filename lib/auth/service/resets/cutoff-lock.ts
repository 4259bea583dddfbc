import { Prisma } from '../../../../prisma/auth/client/client.ts';
import type { Transaction } from '../service.ts';

// Any constant, other than the set-up's: see `open-setup.ts`.
const cutoffLock = 7_317_002;
const resetLock = 7_317_003;

/**
 * Holds resets back until this transaction ends, so that no cutoff slips in under what it decides: one
 * that has begun is either seen by it, or later than it.
 */
export async function holdCutoffs(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT FROM ${cutoffsHeld}`;
}

/** The same as a table of one row, for a statement that does more: what is asked after it is held true. */
export const cutoffsHeld = Prisma.sql`pg_advisory_xact_lock_shared(${cutoffLock}::bigint) AS cutoffs_held`;

/** Waits for all who hold resets back. A cutoff chosen from here on lies behind whatever they decided. */
export async function lockCutoffs(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${cutoffLock}::bigint)`;
}

/** Makes decisions about one reset follow one another: of an approval and a cancelling one holds. */
export async function lockReset(tx: Transaction, reset: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${resetLock}::int, hashtext(${reset}::uuid::text))`;
}
