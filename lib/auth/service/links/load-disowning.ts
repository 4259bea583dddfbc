import type { Disowning } from '../../../../prisma/auth/client/client.ts';
import { hashToken } from '../keys/keyed-hash.ts';
import type { Transaction } from '../service.ts';

/** The offer of a token that is not over, used or not; null for expired and unknown alike. */
export async function loadDisowning(
  tx: Pick<Transaction, 'disowning'>,
  token: string,
  now: Date,
): Promise<Disowning | null> {
  const offer = await tx.disowning.findUnique({ where: { tokenHash: hashToken(token) } });
  return offer && offer.expiresAt > now ? offer : null;
}
