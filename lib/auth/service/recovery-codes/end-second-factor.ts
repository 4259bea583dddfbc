import type { Transaction } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { forgetFailures } from '../throttle/failures.ts';

/**
 * What follows when a second factor was taken away: nothing half-way rests on it any more, and with the last one go
 * the recovery codes. Call with the subject locked.
 *
 * @returns whether one is left.
 */
export async function endSecondFactor(tx: Transaction, subjectId: string): Promise<boolean> {
  await tx.challenge.deleteMany({ where: { subjectId } });
  await tx.passkeyChallenge.deleteMany({ where: { subjectId } });
  // A session must not begin as proven by a factor that is no more.
  await tx.grant.deleteMany({ where: { subjectId, redeemedAt: null } });
  const { secondFactor } = await findStanding(tx, subjectId);
  if (secondFactor.state === 'active') return true;
  await tx.totp.deleteMany({ where: { subjectId } });
  await tx.recoveryCode.deleteMany({ where: { subjectId } });
  await forgetFailures(tx, subjectId, 'second-factor');
  return false;
}
