import type { PasskeyChallenge } from '../../../../prisma/auth/client/client.ts';
import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import type { Question, Service, Transaction, Verb } from '../service.ts';

/** What a signed challenge is for. Signed for one, it opens none of the others. */
export type PasskeyPurpose = 'sign-in' | 'second-factor' | 'link' | 'change' | 'enrol';

/** How long an authenticator, and whoever looks for it, may take. */
export const challengeMs = 300_000;

type Asked = Pick<Question<Verb>, 'caller' | 'now'>;

/**
 * @param subjectId null where whoever signs says who they are.
 * @returns what is to be signed, and what the asking browser keeps: neither opens anything without the other.
 */
export async function givePasskeyChallenge(
  tx: Transaction,
  { caller, now }: Asked,
  purpose: PasskeyPurpose,
  subjectId: string | null,
): Promise<{ flow: string; challenge: string }> {
  const [flow, challenge] = [mintToken(), mintToken()];
  await tx.passkeyChallenge.create({
    data: {
      flowHash: hashToken(flow),
      challengeHash: hashToken(challenge),
      purpose,
      subjectId,
      caller,
      expiresAt: new Date(now.getTime() + challengeMs),
    },
  });
  return { flow, challenge };
}

/** The challenge of a flow that still waits; null for used, expired, unknown and another purpose's alike. */
export async function loadPasskeyChallenge(
  { database }: Pick<Service, 'database'>,
  flow: string,
  purpose: PasskeyPurpose,
  now: Date,
): Promise<PasskeyChallenge | null> {
  return database.passkeyChallenge.findFirst({
    where: { flowHash: hashToken(flow), purpose, usedAt: null, expiresAt: { gt: now } },
  });
}

/** Uses a challenge up. One conditional UPDATE: of any number of submissions of what was signed, one gets it. */
export async function claimPasskeyChallenge(
  tx: Transaction,
  { flowHash }: Pick<PasskeyChallenge, 'flowHash'>,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.passkeyChallenge.updateMany({
    where: { flowHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}
