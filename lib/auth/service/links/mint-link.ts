import { Prisma } from '../../../../prisma/auth/client/client.ts';
import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import { latestEnding } from '../resets/ended-by-reset.ts';
import type { Transaction } from '../service.ts';

/** How long a mailed link opens. An invitation waits for somebody who did not ask for it. */
export const linkMinutes = { reset: 30, invitation: 72 * 60 } as const;
export type LinkPurpose = keyof typeof linkMinutes;

/**
 * Makes a link and puts an end to the ones before it. Call with the subject locked.
 *
 * @returns the token: the one moment at which it exists outside the mail. Secret.
 */
export async function mintLink(
  tx: Transaction,
  subjectId: string,
  purpose: LinkPurpose,
  now: Date,
): Promise<string> {
  const token = mintToken();
  await tx.link.deleteMany({ where: { subjectId, purpose, usedAt: null } });
  await tx.link.create({
    data: {
      tokenHash: hashToken(token),
      subjectId,
      purpose,
      createdAt: await later(tx, subjectId, now),
      expiresAt: new Date(now.getTime() + linkMinutes[purpose] * 60_000),
    },
  });
  return token;
}

// Than what ended the links before it, where the clock of the server that decided so is ahead.
async function later(tx: Transaction, subjectId: string, now: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<{ cutoff: Date | null }[]>`
    SELECT ${latestEnding('links', Prisma.sql`${subjectId}::uuid`)} AS cutoff`;
  return new Date(Math.max(now.getTime(), (row?.cutoff?.getTime() ?? 0) + 1));
}
