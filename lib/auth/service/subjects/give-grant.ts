import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import type { Question, Transaction, Verb } from '../service.ts';

const grantSeconds = 60;

/**
 * A yes that the caller may redeem once, within a minute.
 *
 * @param decidedAt when the password was judged: a session is as old as the proof it rests on.
 * @returns the grant's token; secret until redeemed.
 */
export async function giveGrant(
  tx: Transaction,
  question: Pick<Question<Verb>, 'caller' | 'now'>,
  grant: { subjectId: string; method: 'password' | 'totp' | 'recovery-code'; decidedAt: Date },
): Promise<string> {
  const token = mintToken();
  await tx.grant.create({
    data: {
      hash: hashToken(token),
      purpose: 'sign-in',
      caller: question.caller,
      expiresAt: new Date(question.now.getTime() + grantSeconds * 1_000),
      ...grant,
    },
  });
  return token;
}
