import type { Service, Transaction } from '../service.ts';
import { forgetKnownSources } from '../subjects/known-sources.ts';
import { forgetFailures } from '../throttle/failures.ts';
import { makeRecoveryCodes, replaceRecoveryCodes } from './recovery-codes.ts';

/**
 * What follows from a subject's first second factor, of either kind. Call with the subject locked.
 *
 * @returns the recovery codes. Secret.
 */
export async function startSecondFactor(
  service: Service,
  tx: Transaction,
  subjectId: string,
): Promise<string[]> {
  const recoveryCodes = makeRecoveryCodes();
  await replaceRecoveryCodes(service.keys, tx, subjectId, recoveryCodes);
  // A grant given on the password alone is not worth what it was a moment ago.
  await tx.grant.deleteMany({ where: { subjectId, redeemedAt: null } });
  await forgetFailures(tx, subjectId, 'second-factor');
  await tx.subject.update({ where: { id: subjectId }, data: { enrolmentOwedAt: null } });
  await forgetKnownSources(tx, subjectId);
  return recoveryCodes;
}
