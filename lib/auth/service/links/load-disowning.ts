import type { Disowning } from '../../../../prisma/auth/client/client.ts';
import { hashToken } from '../keys/keyed-hash.ts';
import type { Transaction } from '../service.ts';

export interface Offer extends Disowning {
  /** The address it was mailed to was left since: it is put back. */
  restores: boolean;
}

/**
 * The offer of a token that is not over, used or not; null for expired and unknown alike, and where the mailbox it went to
 * has nothing to say any more about whose address that was.
 */
export async function loadDisowning(
  tx: Pick<Transaction, 'disowning' | '$queryRaw'>,
  token: string,
  now: Date,
): Promise<Offer | null> {
  const offer = await tx.disowning.findUnique({ where: { tokenHash: hashToken(token) } });
  if (!offer || offer.expiresAt <= now) return null;
  const { subjectId, emailLookup } = offer;
  const [mailbox] = await tx.$queryRaw<{ current: boolean; former: boolean }[]>`
    SELECT s.email_lookup = ${emailLookup} AS current, EXISTS (
      SELECT FROM former_email f WHERE f.subject_id = s.id AND f.email_lookup = ${emailLookup} AND f.restorable
        AND f.kept_until > ${now}::timestamptz) AS former
    FROM subject s WHERE s.id = ${subjectId}::uuid`;
  const restores = mailbox?.current === false && mailbox.former && offer.usedAt === null;
  return mailbox?.current || restores || offer.usedAt !== null ? { ...offer, restores } : null;
}
