import { type Bytes, hashToken } from '../keys/keyed-hash.ts';
import type { Answer, Outcome, Transaction } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { giveGrant } from '../subjects/give-grant.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { endFailures } from '../throttle/failures.ts';
import { proveFactor } from '../totp/prove-factor.ts';

export const verifySecondFactor: Answer<'verify-second-factor'> = async (
  service,
  request,
  question,
) => {
  const { now, caller } = question;
  const hash = hashToken(request.challenge);
  const challenge = await service.database.challenge.findUnique({ where: { hash } });
  const subject =
    challenge?.caller === caller
      ? await loadSubject(service, { id: challenge.subjectId }, request.source)
      : null;
  if (!challenge || !subject) return question.settle(async () => over('no-such-challenge'));

  const proof = await proveFactor(service, subject, {
    ...request,
    purpose: 'second-factor',
  });

  return question.settle(async (tx) => {
    await lockSubject(tx, subject.id);
    // A refusal by throttle judges no code, so it costs the challenge nothing.
    const attemptsLeft = await takeChallengeAttempt(tx, hash, now, proof === 'throttled' ? 0 : 1);
    if (attemptsLeft === null) return over('challenge-over', subject.id);
    const {
      passwordSetAt: setAt,
      behind,
      secondFactor: factor,
    } = await findStanding(tx, subject.id);
    if (!setAt || behind) return over('behind-cutoff', subject.id);
    if (factor.state === 'void') return over(factor.because, subject.id);
    if (typeof proof === 'string' || !(await proof(tx))) {
      const because = typeof proof === 'string' ? proof : 'wrong-code';
      if (attemptsLeft === 0) return over(because, subject.id);
      return { verdict: { verdict: 'no', challenge: 'open' }, subject: subject.id, because };
    }
    await endFailures(tx, subject, 'second-factor');
    await tx.challenge.update({ where: { hash }, data: { usedAt: now } });
    const { method, source } = request;
    const proven = { method, judgedAt: challenge.createdAt, setAt, source };
    const given = await giveGrant(service, tx, question, subject, proven);
    return { verdict: { verdict: 'yes', ...given }, subject: subject.id, because: method };
  });
};

function over(because: string, subject?: string): Outcome<'verify-second-factor'> {
  return { verdict: { verdict: 'no', challenge: 'over' }, subject, because };
}

/** @returns attempts left after this one; null when the challenge is used, expired or exhausted. */
async function takeChallengeAttempt(
  tx: Transaction,
  hash: Bytes,
  now: Date,
  taken: 0 | 1,
): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ attempts_left: number }[]>`
    UPDATE challenge SET attempts_left = attempts_left - ${taken}::int
    WHERE hash = ${hash} AND used_at IS NULL AND attempts_left > 0 AND expires_at > ${now}
    RETURNING attempts_left`;
  return row?.attempts_left ?? null;
}
