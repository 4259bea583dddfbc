import type { Transaction } from '../service.ts';
import { forgetFailures } from '../throttle/failures.ts';

/**
 * Takes a void authenticator and its recovery codes away from somebody who came back by a mailed link, and
 * notes that the next sign-in leads through enrolling another. Call with the subject locked.
 */
export async function dropVoidFactor(tx: Transaction, subjectId: string, now: Date): Promise<void> {
  await tx.totp.deleteMany({ where: { subjectId } });
  await tx.recoveryCode.deleteMany({ where: { subjectId } });
  await forgetFailures(tx, subjectId, 'second-factor');
  await tx.subject.update({ where: { id: subjectId }, data: { enrolmentOwedAt: now } });
}
