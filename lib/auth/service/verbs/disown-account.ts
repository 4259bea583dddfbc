import { restoreEmail } from '../email-changes/restore-email.ts';
import { loadDisowning, type Offer } from '../links/load-disowning.ts';
import type { Answer, Outcome, Service, Transaction } from '../service.ts';
import { forgetKnownSources } from '../subjects/known-sources.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { openCurrentEmail } from '../subjects/unseal-email.ts';
import { type Bucket, takeAttempt } from '../throttle/bucket.ts';
import { disablePassword } from '../throttle/failures.ts';
import { networkOf } from '../throttle/network.ts';
import { offeredDays } from './offer-disowning.ts';

/**
 * Locks and opens nothing: what its bearer gains is that the owner must choose a new password by a link that goes to
 * the owner's address. Where that was changed lately, it is the mailbox that the account had before which is believed, and
 * the link goes there. All offers made so far are used up by one: an old mail does not lock the account again.
 */
export const disownAccount: Answer<'disown-account'> = async (service, request, question) => {
  const source: Bucket = { limit: 'link-source', of: [networkOf(request.source.address)] };
  const attempt = await takeAttempt(service, [source]);
  const seen = attempt && (await loadDisowning(service.database, request.token, question.now));
  // Loads the keys that an address may lie under which is to be sealed anew.
  if (seen?.restores) await loadSubject(service, { id: seen.subjectId });
  const settled = await question.settle(async (tx): Promise<Outcome<'disown-account'>> => {
    if (!attempt) return { verdict: { verdict: 'no' }, because: 'throttled' };
    if (!seen) return { verdict: { verdict: 'no' }, because: 'no-such-offer' };
    const { subjectId: subject } = seen;
    await lockSubject(tx, subject);
    // Read anew, locked: of simultaneous bearers one locks the account.
    const offer = await loadDisowning(tx, request.token, question.now);
    if (!offer) return { verdict: { verdict: 'no' }, subject, because: 'no-such-offer' };
    const { notice, restores } = offer;
    const doneAt = offer.usedAt ?? question.now;
    if (!offer.usedAt) await lockAccount(service, tx, offer, question.now);
    const email = await openCurrentEmail(service, tx, subject);
    const because = offer.usedAt ? 'done-before' : restores ? 'address-restored' : undefined;
    const done = { subject, notice, restores, doneAt: doneAt.toISOString(), email };
    return { verdict: { verdict: 'yes', ...done }, subject, because };
  });
  if (settled.verdict === 'yes') {
    await attempt?.giveBack();
    service.wakeLinkMailer();
  }
  return settled;
};

async function lockAccount(
  service: Service,
  tx: Transaction,
  { subjectId, emailLookup: mailbox, restores }: Offer,
  now: Date,
): Promise<void> {
  await disablePassword(tx, subjectId, now);
  await forgetKnownSources(tx, subjectId);
  await tx.challenge.deleteMany({ where: { subjectId } });
  await tx.grant.deleteMany({ where: { subjectId, redeemedAt: null } });
  // An intruder may have asked for one. The new one goes out with the mail.
  await tx.link.deleteMany({ where: { subjectId, purpose: 'reset', usedAt: null } });
  await tx.totp.deleteMany({ where: { subjectId, state: 'pending' } });
  await removeLatePasskeys(tx, subjectId, now);
  await tx.disowning.updateMany({ where: { subjectId, usedAt: null }, data: { usedAt: now } });
  await tx.emailChange.deleteMany({ where: { subjectId } });
  // Who took the address from its owner must not be mailed the way back in.
  if (restores && !(await restoreEmail(service, tx, subjectId, mailbox, now))) return;
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
