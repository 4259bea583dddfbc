import { type Link, Prisma } from '../../../../prisma/auth/client/client.ts';
import { hashToken } from '../keys/keyed-hash.ts';
import { endedByReset } from '../resets/ended-by-reset.ts';
import type { Service, Transaction } from '../service.ts';

export interface UsableLink extends Link {
  purpose: 'reset' | 'invitation';
}

/** The link of a token that is still good; null for used, expired, superseded, ended by a reset and unknown alike. */
export async function loadLink(
  database: Pick<Service['database'] | Transaction, 'link' | '$queryRaw'>,
  token: string,
  now: Date,
): Promise<UsableLink | null> {
  const link = await database.link.findUnique({ where: { tokenHash: hashToken(token) } });
  if (!link || link.usedAt !== null || link.expiresAt <= now) return null;
  const { purpose } = link;
  if (purpose === 'reset' && (await isEnded(database, link))) return null;
  return purpose === 'reset' || purpose === 'invitation' ? { ...link, purpose } : null;
}

/** Uses a link up. One conditional UPDATE: of simultaneous bearers one gets it. */
export async function claimLink(tx: Transaction, link: Link, now: Date): Promise<boolean> {
  const { count } = await tx.link.updateMany({
    where: { tokenHash: link.tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

// An intruder may have asked for it, in a mailbox that was read.
async function isEnded(
  database: Pick<Service['database'] | Transaction, '$queryRaw'>,
  { subjectId, createdAt }: Link,
): Promise<boolean> {
  const ended = endedByReset('links', {
    subjectId: Prisma.sql`${subjectId}::uuid`,
    since: Prisma.sql`${createdAt}::timestamptz`,
  });
  const [row] = await database.$queryRaw<{ ended: boolean }[]>`SELECT ${ended} AS ended`;
  return row?.ended !== false;
}
