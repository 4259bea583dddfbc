import { matchPasskey } from '../passkeys/match-passkey.ts';
import { claimRecoveryCode, hashTypedCode } from '../recovery-codes/recovery-codes.ts';
import type { Service, Transaction } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { claimStep } from './claim-step.ts';
import type { ShownFactor } from './prove-factor.ts';
import { matchStep, openTotpKey } from './totp-key.ts';

/** Uses the factor up in a transaction. False: somebody else was first, or it is no longer good. */
export type ClaimFactor = (tx: Transaction) => Promise<boolean>;

/**
 * Matches what was shown against the subject's second factor without using it up.
 *
 * @returns how to claim it; null when it does not match, or the subject has none of that kind that counts.
 */
export async function matchFactor(
  service: Service,
  subject: Subject,
  { method, code, source, purpose = 'change' }: ShownFactor,
): Promise<ClaimFactor | null> {
  if (!subject.methods.includes(method)) return null;
  if (method === 'passkey') {
    if (typeof code === 'string') return null;
    return matchPasskey(service, subject, { ...code, purpose, source });
  }
  if (typeof code !== 'string') return null;
  const now = service.clock();
  if (method === 'recovery-code') {
    const hash = hashTypedCode(service.keys, subject.id, code);
    if (!hash) return null;
    const unused = await service.database.recoveryCode.count({
      where: { subjectId: subject.id, hash, usedAt: null },
    });
    return unused === 1 ? (tx) => claimRecoveryCode(tx, subject.id, hash, now) : null;
  }
  const { totp } = subject;
  if (!totp) return null;
  const key = openTotpKey(service, subject.keys, totp);
  const step = key && matchStep(key, code, now);
  if (!step || step <= totp.lastStep) return null;
  return (tx) => claimStep(service, tx, { totp, key, step });
}
