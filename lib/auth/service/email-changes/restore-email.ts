import { holdKeys } from '../keys/hold-keys.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import { formerEmailPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Service, Transaction } from '../service.ts';
import { lockEmail } from './email-taken.ts';
import { replaceEmail } from './replace-email.ts';

/**
 * Puts an address back that a subject has left, at the word of its mailbox. Call it with the subject locked.
 *
 * @returns false where it cannot be had any more: damaged, or an import gave it to somebody else meanwhile.
 */
export async function restoreEmail(
  service: Service,
  tx: Transaction,
  subjectId: string,
  emailLookup: Bytes,
  now: Date,
): Promise<boolean> {
  const key = { subjectId_emailLookup: { subjectId, emailLookup } };
  const former = await tx.formerEmail.findUnique({ where: key });
  if (!former) return false;
  const keys = await holdKeys(service, tx);
  const email = unseal(keys, formerEmailPlace(subjectId), former.emailSealed);
  if (!email) service.log.error({ event: 'seal-broken', what: 'former email', subject: subjectId });
  const { emailLookup: left } = await tx.subject.findUniqueOrThrow({ where: { id: subjectId } });
  for (const one of [left, emailLookup].sort(Buffer.compare)) await lockEmail(tx, one);
  if (!email || (await tx.subject.count({ where: { emailLookup } })) > 0) return false;
  await replaceEmail(keys, tx, subjectId, { emailLookup, email, before: 'restored', now });
  return true;
}
