import { timingSafeEqual } from 'node:crypto';
import { type Bytes, hashToken } from '../keys/keyed-hash.ts';
import { hashCode } from '../mailed-codes/code.ts';
import type { Answer, Outcome, Question, Transaction } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { giveGrant } from '../subjects/give-grant.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { countFailure, endFailures } from '../throttle/failures.ts';

export const verifyMailedCode: Answer<'verify-mailed-code'> = async (
  service,
  request,
  question,
) => {
  const { caller, now } = question;
  const hash = hashToken(request.challenge);
  const where = { hash, caller, mailedCode: { isNot: null } };
  const challenge = await service.database.challenge.findUnique({ where });
  const subject =
    challenge && (await loadSubject(service, { id: challenge.subjectId }, request.source));
  if (!challenge || !subject) return question.settle(async () => over('no-such-challenge'));

  const typed = hashCode(service.keys, hash, request.code);
  let wrong = false;
  const settled = await question.settle(async (tx) => {
    await lockSubject(tx, subject.id);
    const attempt = await takeTry(tx, hash, question);
    if (!attempt) return over('challenge-over', subject.id);
    const { passwordSetAt: setAt, behind, secondFactor } = await findStanding(tx, subject.id);
    if (!setAt || behind) return over('behind-cutoff', subject.id);
    // Enrolled since: a mailed code is none.
    if (secondFactor.state !== 'none') return over('second-factor-owed', subject.id);
    const { codeHash, attemptsLeft } = attempt;
    wrong = !codeHash || !timingSafeEqual(codeHash, typed);
    if (wrong) {
      const because = 'wrong-code';
      if (attemptsLeft === 0) return over(because, subject.id);
      return { verdict: { verdict: 'no', challenge: 'open' }, subject: subject.id, because };
    }
    await endFailures(tx, subject, 'mailed-code');
    await tx.challenge.update({ where: { hash }, data: { usedAt: now } });
    const { source } = request;
    const proven = { method: 'mailed-code', judgedAt: challenge.createdAt, setAt, source } as const;
    const given = await giveGrant(service, tx, question, subject, proven);
    return { verdict: { verdict: 'yes', ...given }, subject: subject.id };
  });
  if (wrong) await countFailure(service, subject, 'mailed-code');
  return settled;
};

function over(because: string, subject?: string): Outcome<'verify-mailed-code'> {
  return { verdict: { verdict: 'no', challenge: 'over' }, subject, because };
}

/** @returns null when the challenge is used, expired or exhausted, or codes open nothing here any more. */
async function takeTry(
  tx: Transaction,
  hash: Bytes,
  { now }: Pick<Question<'verify-mailed-code'>, 'now'>,
): Promise<{ attemptsLeft: number; codeHash: Bytes | null } | undefined> {
  const [row] = await tx.$queryRaw<{ attemptsLeft: number; codeHash: Bytes | null }[]>`
    UPDATE challenge c SET attempts_left = c.attempts_left - 1 FROM mailed_code m
    WHERE c.hash = ${hash} AND m.challenge_hash = c.hash AND c.used_at IS NULL
      AND c.attempts_left > 0 AND c.expires_at > ${now}
      AND NOT EXISTS (SELECT FROM failure f WHERE f.subject_id = c.subject_id
        AND f.authenticator = 'mailed-code' AND f.disabled_at IS NOT NULL)
    RETURNING c.attempts_left AS "attemptsLeft", m.code_hash AS "codeHash"`;
  return row;
}
