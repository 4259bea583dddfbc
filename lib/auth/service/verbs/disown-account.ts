import { loadDisowning } from '../links/load-disowning.ts';
import type { Answer, Outcome, Transaction } from '../service.ts';
import { forgetKnownSources } from '../subjects/known-sources.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { type Bucket, takeAttempt } from '../throttle/bucket.ts';
import { disablePassword } from '../throttle/failures.ts';
import { networkOf } from '../throttle/network.ts';
import { offeredDays } from './offer-disowning.ts';

/**
 * Locks and opens nothing: what its bearer gains is that the owner must choose a new password by a link that goes to
 * the owner's address. All offers made so far are used up by one: an old mail does not lock the account again.
 */
export const disownAccount: Answer<'disown-account'> = async (service, request, question) => {
  const source: Bucket = { limit: 'link-source', of: [networkOf(request.source.address)] };
  const attempt = await takeAttempt(service, [source]);
  const settled = await question.settle(async (tx): Promise<Outcome<'disown-account'>> => {
    if (!attempt) return { verdict: { verdict: 'no' }, because: 'throttled' };
    const found = await loadDisowning(tx, request.token, question.now);
    if (!found) return { verdict: { verdict: 'no' }, because: 'no-such-offer' };
    const { subjectId: subject } = found;
    await lockSubject(tx, subject);
    // Read anew, locked: of simultaneous bearers one locks the account.
    const offer = await loadDisowning(tx, request.token, question.now);
    if (!offer) return { verdict: { verdict: 'no' }, subject, because: 'no-such-offer' };
    const { notice } = offer;
    const verdict = (doneAt: Date) =>
      ({ verdict: 'yes', subject, notice, doneAt: doneAt.toISOString() }) as const;
    if (offer.usedAt) {
      return { verdict: verdict(offer.usedAt), subject, because: 'done-before' };
    }
    await lockAccount(tx, subject, question.now);
    return { verdict: verdict(question.now), subject };
  });
  if (settled.verdict === 'yes') {
    await attempt?.giveBack();
    service.wakeLinkMailer();
  }
  return settled;
};

async function lockAccount(tx: Transaction, subjectId: string, now: Date): Promise<void> {
  await disablePassword(tx, subjectId, now);
  await forgetKnownSources(tx, subjectId);
  await tx.challenge.deleteMany({ where: { subjectId } });
  await tx.grant.deleteMany({ where: { subjectId, redeemedAt: null } });
  // An intruder may have asked for one. The new one goes out with the mail.
  await tx.link.deleteMany({ where: { subjectId, purpose: 'reset', usedAt: null } });
  await tx.totp.deleteMany({ where: { subjectId, state: 'pending' } });
  await removeLatePasskeys(tx, subjectId, now);
  await tx.disowning.updateMany({ where: { subjectId, usedAt: null }, data: { usedAt: now } });
  const { emailLookup } = await tx.subject.findUniqueOrThrow({ where: { id: subjectId } });
  await tx.linkRequest.create({
    data: { emailLookup, purpose: 'disowned', requestedAt: now, nextAttemptAt: now },
    select: { id: true },
  });
}

// Whoever got in may have left a passkey to come back by. A sole second factor stays: nobody gets past one by a mail.
async function removeLatePasskeys(tx: Transaction, subjectId: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - offeredDays * 86_400_000);
  await tx.$executeRaw`
    DELETE FROM passkey k WHERE k.subject_id = ${subjectId}::uuid AND k.created_at > ${since}::timestamptz AND (
      EXISTS (SELECT FROM passkey o WHERE o.subject_id = k.subject_id AND o.created_at <= ${since}::timestamptz)
      OR EXISTS (SELECT FROM totp t WHERE t.subject_id = k.subject_id AND t.state = 'active'
        AND coalesce(t.confirmed_at, t.created_at) <= ${since}::timestamptz))`;
}
