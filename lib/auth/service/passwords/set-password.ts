import { holdKeys } from '../keys/hold-keys.ts';
import { holdCutoffs } from '../resets/cutoff-lock.ts';
import { recordStep } from '../resets/record-step.ts';
import type { Service, Transaction } from '../service.ts';
import { forgetKnownSources } from '../subjects/known-sources.ts';
import { forgetFailures } from '../throttle/failures.ts';
import type { StoredPassword } from './judge.ts';
import { sealPassword } from './seal-password.ts';

/**
 * Puts a chosen password in force and ends everything that rests on the old one: links, challenges,
 * grants not yet redeemed, an authenticator or a change of address not yet confirmed, and what was known of sources. Call with the subject locked.
 */
export async function setPassword(
  service: Service,
  tx: Transaction,
  subjectId: string,
  stored: StoredPassword,
  now: Date,
) {
  // A reset that slipped in between would count this password as new, and have no time for it.
  await holdCutoffs(tx);
  const setAt = await nextSetAt(tx, subjectId, now);
  await recordStep(tx, subjectId, { step: 'done', at: setAt });
  const sealed = sealPassword(await holdKeys(service, tx), subjectId, stored);
  const unweighed = { weakness: null, weaknessAt: null, weighedAs: null };
  const values = { ...sealed, setAt, hashedAt: now, ...unweighed };
  await tx.password.upsert({
    where: { subjectId },
    create: { subjectId, ...values },
    update: values,
  });
  await tx.challenge.deleteMany({ where: { subjectId } });
  await tx.grant.deleteMany({ where: { subjectId, redeemedAt: null } });
  await tx.link.deleteMany({ where: { subjectId, usedAt: null } });
  await tx.totp.deleteMany({ where: { subjectId, state: 'pending' } });
  await tx.emailChange.deleteMany({ where: { subjectId, doneAt: null } });
  // An intruder who signed in with the old one would go on guessing at the owner's pace.
  await forgetKnownSources(tx, subjectId);
  await forgetFailures(tx, subjectId, 'password');
  await forgetFailures(tx, subjectId, 'mailed-code');
}

// Never behind a cutoff (two servers' clocks may differ) and always later than the password before.
async function nextSetAt(tx: Transaction, subjectId: string, now: Date): Promise<Date> {
  const [latest] = await tx.$queryRaw<{ cutoff: Date | null }[]>`
    SELECT max(cutoff) AS cutoff FROM reset
    WHERE scope = 'all' OR id IN (SELECT reset_id FROM reset_subject WHERE subject_id = ${subjectId}::uuid)`;
  const before = await tx.password.findUnique({ where: { subjectId }, select: { setAt: true } });
  const floor = Math.max(latest?.cutoff?.getTime() ?? 0, before ? before.setAt.getTime() + 1 : 0);
  return new Date(Math.max(now.getTime(), floor));
}
