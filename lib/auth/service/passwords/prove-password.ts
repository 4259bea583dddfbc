import type { Source } from '../../contract.ts';
import { holdCutoffs } from '../resets/cutoff-lock.ts';
import type { Service, Transaction } from '../service.ts';
import { findStanding, isDisabledFor } from '../subjects/find-standing.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { passwordBuckets } from '../throttle/attempts.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { countFailure, endFailures } from '../throttle/failures.ts';

export type PasswordProof = { proven: true } | { proven: false; because: string };

/**
 * Asks for the password again before something is changed: counted, judged, and worthless when it is
 * behind a cutoff, so that an old password changes nothing.
 *
 * @param subject loaded with the asking source.
 * @param typed secret.
 */
export async function provePassword(
  service: Service,
  subject: Subject | null,
  typed: string,
  source: Source,
): Promise<PasswordProof> {
  if (!subject?.password) return { proven: false, because: 'no-password' };
  const buckets = passwordBuckets(subject.emailLookup, subject, source.address);
  const attempt = await takeAttempt(service, buckets);
  if (!attempt) return { proven: false, because: 'throttled' };
  const { password, passwordDisabled } = subject;
  const judgement = await service.passwords.judge(typed, passwordDisabled ? null : password);
  if (passwordDisabled) return { proven: false, because: 'password-disabled' };
  if (judgement.damaged) {
    service.log.error({ event: 'hash-damaged', subject: subject.id });
  }
  if (!judgement.right) {
    await countFailure(service, subject, 'password');
    return { proven: false, because: 'wrong-password' };
  }
  await endFailures(service.database, subject, 'password');
  await attempt.giveBack();
  return { proven: true };
}

/**
 * Locks the subject and says whether the password that was judged is still the one in force and opens.
 * Between the judgement and here lies a bcrypt's time, in which it may have been changed or reset.
 *
 * @returns null when it is, else why not.
 */
export async function lockJudged(tx: Transaction, subject: Subject): Promise<string | null> {
  await lockSubject(tx, subject.id);
  await holdCutoffs(tx);
  const standing = await findStanding(tx, subject.id);
  const judged = subject.password;
  // `setAt` names a password: it grows with each one chosen, and an upgrade of the hash leaves it.
  if (!judged || standing.passwordSetAt?.getTime() !== judged.setAt.getTime()) {
    return 'password-changed-meanwhile';
  }
  if (isDisabledFor(standing, subject.known)) return 'password-disabled';
  return standing.behind ? 'behind-cutoff' : null;
}
