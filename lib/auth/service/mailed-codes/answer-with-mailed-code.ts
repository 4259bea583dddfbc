import type { Source } from '../../contract.ts';
import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import type { Outcome, ParsedRequest, Question, Service, Transaction } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { takeAttempt } from '../throttle/bucket.ts';

/** How long a code opens, and how often it may be tried (NIST SP 800-63B-4, 3.1.3.2 and 3.2.2). */
export const codeMinutes = 10;
export const codeTries = 5;

/** Whether a code may be mailed to whoever gave this subject's password here. */
export type Mailing = 'not-owed' | 'allowed' | 'throttled' | 'disabled';

/**
 * Counts the code that a right password will cause to be mailed, so that who knows it cannot flood its
 * owner's mailbox, nor get a fresh code for every few guesses.
 *
 * @param subject loaded with the asking source.
 */
export async function allowMailedCode(service: Service, subject: Subject): Promise<Mailing> {
  if (subject.methods.length > 0 || !isStranger(service, subject)) return 'not-owed';
  const disabled = await service.database.failure.count({
    where: { subjectId: subject.id, authenticator: 'mailed-code', disabledAt: { not: null } },
  });
  if (disabled) return 'disabled';
  const attempt = await takeAttempt(service, [{ limit: 'mailed-code-customer', of: [subject.id] }]);
  return attempt ? 'allowed' : 'throttled';
}

/**
 * What a right password without a second factor is answered where neither the device nor the network was
 * seen before. Call with the subject locked and the absence of a second factor made sure of.
 *
 * @returns null where the password alone opens.
 */
export async function answerWithMailedCode(
  service: Service,
  tx: Transaction,
  question: Pick<Question<'verify-password'>, 'caller' | 'now'>,
  asked: { subject: Subject; mailing: Mailing; request: ParsedRequest<'verify-password'> },
): Promise<Outcome<'verify-password'> | null> {
  const { subject, mailing, request } = asked;
  if (!isStranger(service, subject)) return null;
  const { id } = subject;
  if (mailing === 'disabled') {
    const because = 'mailed-code-disabled';
    const verdict = { verdict: 'reset-required', because, reason: '' } as const;
    return { verdict, subject: id, because };
  }
  // Not owed: an authenticator was taken away since it was looked for.
  if (mailing !== 'allowed') {
    return { verdict: { verdict: 'no' }, subject: id, because: `mailed-code-${mailing}` };
  }
  const challenge = await giveChallenge(tx, id, question, request.source);
  return { verdict: { verdict: 'mailed-code', challenge }, subject: id };
}

function isStranger({ mailedCode }: Service, { known }: Subject): boolean {
  return mailedCode === 'unknown-device' && known === null;
}

async function giveChallenge(
  tx: Transaction,
  subjectId: string,
  { caller, now }: { caller: string; now: Date },
  source: Source,
): Promise<string> {
  const token = mintToken();
  const hash = hashToken(token);
  const expiresAt = new Date(now.getTime() + codeMinutes * 60_000);
  const values = { hash, subjectId, caller, attemptsLeft: codeTries, createdAt: now, expiresAt };
  await tx.challenge.create({ data: values });
  await tx.mailedCode.create({ data: { challengeHash: hash, ...askedFrom(source, now) } });
  return token;
}

/** The columns of a code that is to be mailed, and whose mail says who asks. */
export function askedFrom({ address, surroundings }: Source, now: Date) {
  const { browser = null, system = null, place = 'unknown' } = surroundings ?? {};
  return { askedAt: now, nextAttemptAt: now, address, browser, system, place };
}
