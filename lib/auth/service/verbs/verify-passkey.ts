import { claimPasskeyChallenge, loadPasskeyChallenge } from '../passkeys/challenge.ts';
import { recordPasskeyUse } from '../passkeys/record-passkey-use.ts';
import { verifyAssertion } from '../passkeys/verify-assertion.ts';
import { holdCutoffs } from '../resets/cutoff-lock.ts';
import type { Answer, Outcome } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { giveGrant } from '../subjects/give-grant.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

export const verifyPasskey: Answer<'verify-passkey'> = async (service, request, question) => {
  const { caller, now } = question;
  const { flow, assertion, source } = request;
  const network = networkOf(source.address);
  const attempt = await takeAttempt(service, [{ limit: 'passkey-source', of: [network] }]);
  if (!attempt) return question.settle(async () => no('throttled'));

  const challenge = await loadPasskeyChallenge(service, flow, 'sign-in', now);
  const proven = await verifyAssertion(service, challenge, assertion);
  const subject = proven && (await loadSubject(service, { id: proven.passkey.subjectId }, source));
  if (challenge?.caller !== caller || !proven || !subject) {
    return question.settle(async () => no('no-such-passkey'));
  }
  const settled = await question.settle(async (tx) => {
    await lockSubject(tx, subject.id);
    await holdCutoffs(tx);
    if (!(await claimPasskeyChallenge(tx, challenge, now))) return no('challenge-used', subject.id);
    const handle = await tx.passkeyOwner.findUnique({ where: { subjectId: subject.id } });
    const said = assertion.response.userHandle;
    // Whoever is not named beforehand must name themselves (WebAuthn 3, 7.2 step 6).
    if (!handle || said !== Buffer.from(handle.handle).toString('base64url')) {
      return no('another-handle', subject.id);
    }
    if (!(await recordPasskeyUse(tx, proven, source, now))) return no('passkey-over', subject.id);
    const standing = await findStanding(tx, subject.id);
    const { passwordSetAt: setAt, behind, disabledFor } = standing;
    if (!setAt) return no('no-password', subject.id);
    // Guessing disables a password for one or the other; for both, the owner said that it was not them.
    if (disabledFor.known && disabledFor.strangers) return no('disowned', subject.id);
    // A reset in force is about the account: a passkey leads to it as the password does, and not past it.
    if (behind) {
      const { reason } = behind;
      const verdict = { verdict: 'reset-required', because: 'reset', reason } as const;
      return { verdict, subject: subject.id };
    }
    const proof = { method: 'passkey', judgedAt: now, setAt, source } as const;
    const given = await giveGrant(service, tx, question, subject, proof);
    return { verdict: { verdict: 'yes', ...given }, subject: subject.id };
  });
  if (settled.verdict !== 'no') await attempt.giveBack();
  return settled;
};

function no(because: string, subject?: string): Outcome<'verify-passkey'> {
  return { verdict: { verdict: 'no' }, subject, because };
}
