import { claimRecoveryCode, hashTypedCode } from '../recovery-codes/recovery-codes.ts';
import type { Service, Transaction } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { claimStep } from './claim-step.ts';
import { matchStep, openTotpKey } from './totp-key.ts';

/** Uses the factor up in a transaction. False: somebody else was first, or it is no longer good. */
export type ClaimFactor = (tx: Transaction) => Promise<boolean>;

/**
 * Matches a code against the subject's second factor without using it up.
 *
 * @returns how to claim it; null when it does not match, or there is no active authenticator.
 */
export async function matchFactor(
  service: Service,
  subject: Subject,
  method: 'totp' | 'recovery-code',
  code: string,
): Promise<ClaimFactor | null> {
  const { totp } = subject;
  if (!totp) return null;
  const now = service.clock();
  if (method === 'recovery-code') {
    const hash = hashTypedCode(service.keys, subject.id, code);
    if (!hash) return null;
    const unused = await service.database.recoveryCode.count({
      where: { subjectId: subject.id, hash, usedAt: null },
    });
    return unused === 1 ? (tx) => claimRecoveryCode(tx, subject.id, hash, now) : null;
  }
  const key = openTotpKey(service, subject.keys, totp);
  const step = key && matchStep(key, code, now);
  if (!step || step <= totp.lastStep) return null;
  return (tx) => claimStep(service, tx, { totp, key, step });
}
