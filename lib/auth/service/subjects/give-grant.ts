import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import type { Question, Transaction, Verb } from '../service.ts';

const grantSeconds = 60;

/**
 * A yes that the caller may redeem once, within a minute.
 *
 * @param proof.judgedAt when the password was judged: a session is as old as the proof it rests on.
 * @param proof.setAt when that password was chosen. Servers' clocks differ, and no session is older than
 *   its password: a cutoff that the password lies after must not end it.
 * @returns the grant's token; secret until redeemed.
 */
export async function giveGrant(
  tx: Transaction,
  question: Pick<Question<Verb>, 'caller' | 'now'>,
  subjectId: string,
  method: 'password' | 'totp' | 'recovery-code',
  proof: { judgedAt: Date; setAt: Date },
): Promise<string> {
  const token = mintToken();
  await tx.grant.create({
    data: {
      hash: hashToken(token),
      purpose: 'sign-in',
      caller: question.caller,
      expiresAt: new Date(question.now.getTime() + grantSeconds * 1_000),
      subjectId,
      method,
      decidedAt: new Date(Math.max(proof.judgedAt.getTime(), proof.setAt.getTime())),
    },
  });
  return token;
}
