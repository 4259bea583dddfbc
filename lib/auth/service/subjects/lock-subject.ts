import type { Transaction } from '../service.ts';

/**
 * Makes decisions about one subject follow one another. Every transaction that changes a subject's
 * credentials, or answers on the strength of them, begins with this, so that no order of locks can
 * dead-lock and what is read afterwards stays true until it commits.
 */
export async function lockSubject(tx: Transaction, subjectId: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM subject WHERE id = ${subjectId}::uuid FOR NO KEY UPDATE`;
}
