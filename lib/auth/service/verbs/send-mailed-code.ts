import type { Source } from '../../contract.ts';
import { type Bytes, hashToken } from '../keys/keyed-hash.ts';
import { askedFrom, codeMinutes, codeTries } from '../mailed-codes/answer-with-mailed-code.ts';
import type { Answer, Outcome, Transaction } from '../service.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { takeAttempt } from '../throttle/bucket.ts';

// However often a code is asked for: the password is not proven for longer than this.
const challengeMinutes = 30;

export const sendMailedCode: Answer<'send-mailed-code'> = async (service, request, question) => {
  const { caller, now } = question;
  const hash = hashToken(request.challenge);
  const where = { hash, caller, mailedCode: { isNot: null }, usedAt: null, expiresAt: { gt: now } };
  const challenge = await service.database.challenge.findUnique({ where });
  if (!challenge) return question.settle(async () => over('no-such-challenge'));

  const { subjectId: subject } = challenge;
  const allowed = await takeAttempt(service, [{ limit: 'mailed-code-customer', of: [subject] }]);
  const settled = await question.settle(async (tx) => {
    await lockSubject(tx, subject);
    if (!allowed) {
      return { verdict: { verdict: 'no', challenge: 'open' }, subject, because: 'throttled' };
    }
    if (!(await renew(tx, hash, now, request.source))) return over('challenge-over', subject);
    return { verdict: { verdict: 'yes' }, subject };
  });
  if (settled.verdict === 'yes') service.wakeCodeMailer();
  return settled;
};

function over(because: string, subject?: string): Outcome<'send-mailed-code'> {
  return { verdict: { verdict: 'no', challenge: 'over' }, subject, because };
}

/** Voids the code before, and has another mailed. False where the challenge has ended. */
async function renew(tx: Transaction, hash: Bytes, now: Date, source: Source): Promise<boolean> {
  const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
  const { count } = await tx.challenge.updateMany({
    where: {
      hash,
      usedAt: null,
      attemptsLeft: { gt: 0 },
      expiresAt: { gt: now },
      createdAt: { gt: minutes(-challengeMinutes) },
    },
    data: { attemptsLeft: codeTries, expiresAt: minutes(codeMinutes) },
  });
  if (count === 0) return false;
  await tx.mailedCode.update({
    where: { challengeHash: hash },
    data: { ...askedFrom(source, now), codeHash: null, attempts: 0 },
  });
  return true;
}
