import type { HeldKeys } from '../keys/hold-keys.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import { emailPlace, formerEmailPlace } from '../seal/places.ts';
import { seal, unseal } from '../seal/seal.ts';
import type { Transaction } from '../service.ts';
import { forgetKnownSources } from '../subjects/known-sources.ts';
import { keptDays } from './limits.ts';

interface Replacement {
  emailLookup: Bytes;
  /** Opened. */
  email: Buffer;
  /** `left`: the address before may be put back. `restored`: it was an intruder's, and may not. */
  before: 'left' | 'restored';
  now: Date;
}

/**
 * Gives a subject another address, and ends what was mailed to the one before, what was begun with it, and the devices
 * that were remembered by it. Whoever reads the mailbox that was left is told. Call it with the subject and both addresses
 * locked, and the new one known to be free.
 */
export async function replaceEmail(
  keys: HeldKeys,
  tx: Transaction,
  subjectId: string,
  { emailLookup, email, before, now }: Replacement,
): Promise<void> {
  const where = { id: subjectId };
  const select = { emailLookup: true, emailSealed: true };
  const left = await tx.subject.findUniqueOrThrow({ where, select });
  const opened = unseal(keys, emailPlace(subjectId), left.emailSealed);
  if (!opened) throw new Error('a sealed email did not open');
  const back = await comeBack(tx, subjectId, emailLookup);
  const former = {
    emailSealed: seal(keys, formerEmailPlace(subjectId), opened),
    restorable: before === 'left' && !back,
    leftAt: now,
    keptUntil: new Date(now.getTime() + keptDays * 86_400_000),
  };
  await tx.formerEmail.upsert({
    where: { subjectId_emailLookup: { subjectId, emailLookup: left.emailLookup } },
    create: { subjectId, emailLookup: left.emailLookup, ...former },
    update: former,
  });
  const data = { emailLookup, emailSealed: seal(keys, emailPlace(subjectId), email) };
  await tx.subject.update({ where, data, select: { id: true } });
  await tx.link.deleteMany({ where: { subjectId, usedAt: null } });
  await tx.challenge.deleteMany({ where: { subjectId } });
  await tx.grant.deleteMany({ where: { subjectId, redeemedAt: null } });
  // Their tokens are bound to the address before: they would be unknown all the same.
  await forgetKnownSources(tx, subjectId);
  await tx.linkRequest.create({
    data: {
      subjectId,
      emailLookup: left.emailLookup,
      purpose: `email-${before}`,
      requestedAt: now,
      nextAttemptAt: now,
    },
    select: { id: true },
  });
}

// Who has the address again that they left puts none back that they had in between: whoever had borrowed the account could
// have left a way in behind.
async function comeBack(tx: Transaction, subjectId: string, emailLookup: Bytes): Promise<boolean> {
  const key = { subjectId_emailLookup: { subjectId, emailLookup } };
  const own = await tx.formerEmail.findUnique({ where: key, select: { leftAt: true } });
  if (!own) return false;
  await tx.formerEmail.delete({ where: key, select: { leftAt: true } });
  await tx.formerEmail.updateMany({
    where: { subjectId, leftAt: { gte: own.leftAt } },
    data: { restorable: false },
  });
  return true;
}
