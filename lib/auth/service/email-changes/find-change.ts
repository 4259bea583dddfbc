import type { EmailChange } from '../../../../prisma/auth/client/client.ts';
import type { EmailSide } from '../../contract.ts';
import { hashToken } from '../keys/keyed-hash.ts';
import { loadMissingKeys } from '../keys/load-missing-keys.ts';
import { newEmailPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Service, Transaction } from '../service.ts';

export interface FoundChange {
  change: EmailChange;
  /** Whose mailbox the token was mailed to. */
  side: EmailSide;
}

/** The change that a mailed token is about, made or not; null for expired, replaced, refused and unknown alike. */
export async function findChange(
  tx: Pick<Transaction, 'emailChange'>,
  token: string,
  now: Date,
): Promise<FoundChange | null> {
  const hash = hashToken(token);
  const change = await tx.emailChange.findFirst({
    where: { OR: [{ oldTokenHash: hash }, { newTokenHash: hash }], expiresAt: { gt: now } },
  });
  if (!change) return null;
  const old = change.oldTokenHash !== null && Buffer.compare(change.oldTokenHash, hash) === 0;
  return { change, side: old ? 'old' : 'new' };
}

/** The address that was asked for; null, with an alert, where it is damaged. */
export async function openNewEmail(
  service: Pick<Service, 'keys' | 'log'>,
  { subjectId, emailSealed }: EmailChange,
): Promise<Buffer | null> {
  await loadMissingKeys(service, { sealed: [emailSealed], pepper: null });
  const email = unseal(service.keys, newEmailPlace(subjectId), emailSealed);
  if (!email) service.log.error({ event: 'seal-broken', what: 'new email', subject: subjectId });
  return email;
}
