import type { Service, Transaction } from '../service.ts';
import type { SealedTotp } from '../subjects/read-subject.ts';
import { findSameKey } from './same-key.ts';

/** A code that matched: under which key, and at which step. The key is secret. */
export interface MatchedCode {
  totp: SealedTotp;
  key: Buffer;
  step: number;
}

/**
 * Takes a step for one sign-in. One conditional UPDATE: of any number of submissions of one code, one
 * gets it, and no older step is taken after it. Call with the subject locked.
 */
export async function claimStep(
  service: Service,
  tx: Transaction,
  { totp, key, step }: MatchedCode,
): Promise<boolean> {
  const row = await findSameKey(service, tx, totp, key);
  if (!row) return false;
  const { subjectId, keySealed } = row;
  const { count } = await tx.totp.updateMany({
    where: { subjectId, state: 'active', keySealed, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1;
}
