import type { PasswordWeakness } from '../../contract.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import { allowMailedCode, answerWithMailedCode } from '../mailed-codes/answer-with-mailed-code.ts';
import type { StoredPassword } from '../passwords/judge.ts';
import { sealPassword } from '../passwords/seal-password.ts';
import { askBreachedLater, recordWeakness, weighTyped } from '../policy/weakness.ts';
import type { Answer, Outcome, Service, Transaction } from '../service.ts';
import { emailLookup } from '../subjects/email-lookup.ts';
import { findStanding, isDisabledFor } from '../subjects/find-standing.ts';
import { giveGrant } from '../subjects/give-grant.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { passwordBuckets } from '../throttle/attempts.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { countFailure, endFailures } from '../throttle/failures.ts';

const challengeMinutes = 10;
const challengeAttempts = 5;

export const verifyPassword: Answer<'verify-password'> = async (service, request, question) => {
  const no = (because: string, subject?: string) =>
    question.settle(async () => ({ verdict: { verdict: 'no' }, because, subject }));

  const lookup = emailLookup(service.keys, request.email);
  const subject = await loadSubject(service, { emailLookup: lookup }, request.source);
  const buckets = passwordBuckets(lookup, subject, request.source.address);
  const attempt = await takeAttempt(service, buckets);
  if (!attempt) return no('throttled', subject?.id);

  // A disabled one is judged as none: the right one must take no more work than a wrong one.
  const stored = subject?.passwordDisabled ? null : (subject?.password ?? null);
  const judgement = await service.passwords.judge(request.password, stored);
  if (judgement.damaged) service.log.error({ event: 'hash-damaged', subject: subject?.id });
  if (!subject) return no('unknown-email');
  if (!subject.password) return no('no-password', subject.id);
  if (subject.passwordDisabled) return no('password-disabled', subject.id);
  if (!judgement.right) {
    await countFailure(service, subject, 'password');
    return no('wrong-password', subject.id);
  }
  await attempt.giveBack();

  const judged = subject.password;
  const found = await weighTyped(service, subject, request);
  const mailing = await allowMailedCode(service, subject);
  const settled = await question.settle(async (tx) => {
    await lockSubject(tx, subject.id);
    const standing = await findStanding(tx, subject.id);
    const refused = (because: string) => ({
      verdict: { verdict: 'no' } as const,
      subject: subject.id,
      because,
    });
    // It may have been disabled while it was judged.
    if (isDisabledFor(standing, subject.known)) return refused('password-disabled');
    if (standing.passwordSetAt?.getTime() !== judged.setAt.getTime()) {
      return refused('password-changed-meanwhile');
    }
    if (standing.hasFailures) await endFailures(tx, subject, 'password');
    await upgradeJudged(service, tx, subject, judgement.replacement, question.now);
    const { behind, secondFactor: factor } = standing;
    if (behind) {
      const { reason } = behind;
      const verdict = { verdict: 'reset-required', because: 'reset', reason } as const;
      return { verdict, subject: subject.id };
    }
    if (factor.state === 'void') {
      const { because, reason } = factor;
      const verdict = { verdict: 'reset-required', because, reason } as const;
      return { verdict, subject: subject.id, because };
    }
    const weakness = await recordWeakness(tx, subject.id, standing, found, question.now);
    if (weakness && service.weakPasswords === 'change') return demandReset(subject.id, weakness);
    if (factor.state === 'active') {
      const challenge = await giveChallenge(tx, subject.id, question);
      const { methods } = factor;
      return { verdict: { verdict: 'second-factor', challenge, methods }, subject: subject.id };
    }
    const asked = { subject, mailing, request };
    const owed = await answerWithMailedCode(service, tx, question, asked);
    if (owed) return owed;
    const { setAt } = judged;
    const { source } = request;
    const proof = { method: 'password', judgedAt: question.now, setAt, source } as const;
    const given = await giveGrant(service, tx, question, subject, proof);
    return { verdict: { verdict: 'yes', ...given }, subject: subject.id };
  });
  if (settled.verdict === 'mailed-code') service.wakeCodeMailer();
  if (settled.verdict !== 'no') askBreachedLater(service, subject, request.password);
  return settled;
};

// Whoever guessed a weak password could also change it: it takes the mailed link, as every forced reset.
function demandReset(subject: string, weakness: PasswordWeakness): Outcome<'verify-password'> {
  const because = 'weak-password';
  const verdict = { verdict: 'reset-required', because, reason: '', weakness } as const;
  return { verdict, subject, because };
}

/**
 * Replaces an outdated hash, by compare-and-swap on the one that was judged: a password changed in the
 * meantime stays. `setAt` stays too, since the customer chose nothing.
 */
async function upgradeJudged(
  service: Service,
  tx: Transaction,
  subject: Subject,
  replacement: StoredPassword | null,
  now: Date,
): Promise<void> {
  if (!replacement || !subject.password) return;
  const sealed = sealPassword(await holdKeys(service, tx), subject.id, replacement);
  await tx.password.updateMany({
    where: { subjectId: subject.id, ...subject.password.asRead },
    data: { ...sealed, hashedAt: now },
  });
}

async function giveChallenge(
  tx: Transaction,
  subjectId: string,
  { caller, now }: { caller: string; now: Date },
): Promise<string> {
  const token = mintToken();
  await tx.challenge.create({
    data: {
      hash: hashToken(token),
      subjectId,
      caller,
      attemptsLeft: challengeAttempts,
      createdAt: now,
      expiresAt: new Date(now.getTime() + challengeMinutes * 60_000),
    },
  });
  return token;
}
