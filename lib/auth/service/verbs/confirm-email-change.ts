import type { EmailChange } from '../../../../prisma/auth/client/client.ts';
import { isEmailTaken, lockEmail } from '../email-changes/email-taken.ts';
import { findChange, openNewEmail } from '../email-changes/find-change.ts';
import { replaceEmail } from '../email-changes/replace-email.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import { findMembership } from '../members/find-membership.ts';
import { holdCutoffs } from '../resets/cutoff-lock.ts';
import type { Answer, Outcome, Question, Service, Transaction } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { openCurrentEmail } from '../subjects/unseal-email.ts';
import { type Bucket, takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

type Confirmed = Outcome<'confirm-email-change'>;

export const confirmEmailChange: Answer<'confirm-email-change'> = async (
  service,
  request,
  question,
) => {
  const source: Bucket = { limit: 'link-source', of: [networkOf(request.source.address)] };
  const attempt = await takeAttempt(service, [source]);
  if (!attempt) return question.settle(async () => no('throttled'));
  const seen = await findChange(service.database, request.token, question.now);
  // Two mails may be open in one browser: what is confirmed is the one whose page was read.
  if (!seen || seen.side !== request.side) return question.settle(async () => no('no-such-link'));
  const { subjectId } = seen.change;
  // Loads the keys that what is to be sealed anew may lie under.
  await loadSubject(service, { id: subjectId });
  const email = await openNewEmail(service, seen.change);
  if (!email) return question.settle(async () => no('seal-broken', subjectId));

  const settled = await question.settle(async (tx) => {
    await lockSubject(tx, subjectId);
    await holdCutoffs(tx);
    // Read anew, locked: refused, replaced or made meanwhile.
    const found = await findChange(tx, request.token, question.now);
    if (!found) return no('no-such-link', subjectId);
    const { change, side } = found;
    if (change.doneAt) return answer(service, tx, change, 'done-before');
    const fault = await standsAgainst(tx, subjectId);
    if (fault) return no(fault, subjectId);
    const at = side === 'old' ? 'oldConfirmedAt' : 'newConfirmedAt';
    const confirmed = { ...change, [at]: change[at] ?? question.now };
    return settleConfirmed(service, tx, { confirmed, email, side }, question);
  });
  if (settled.verdict === 'yes') {
    await attempt.giveBack();
    service.wakeLinkMailer();
  }
  return settled;
};

// A forced reset would be escaped by a mailbox of one's own choosing; so would being removed from an account.
async function standsAgainst(tx: Transaction, subjectId: string): Promise<string | null> {
  const { passwordSetAt, behind } = await findStanding(tx, subjectId);
  if (!passwordSetAt) return 'no-password';
  if (behind) return 'behind-cutoff';
  return (await findMembership(tx, subjectId))?.closed ? 'closed' : null;
}

async function settleConfirmed(
  service: Service,
  tx: Transaction,
  { confirmed, email, side }: { confirmed: EmailChange; email: Buffer; side: 'old' | 'new' },
  { now }: Pick<Question<'confirm-email-change'>, 'now'>,
): Promise<Confirmed> {
  const { subjectId, emailLookup, oldConfirmedAt, newConfirmedAt } = confirmed;
  const both = oldConfirmedAt !== null && newConfirmedAt !== null;
  if (side === 'new' || both) {
    const keys = await holdKeys(service, tx);
    const { emailLookup: left } = await tx.subject.findUniqueOrThrow({ where: { id: subjectId } });
    for (const one of [left, emailLookup].sort(Buffer.compare)) await lockEmail(tx, one);
    if (await isEmailTaken(tx, emailLookup, { but: subjectId, now })) {
      await tx.emailChange.delete({ where: { subjectId }, select: { subjectId: true } });
      const verdict = side === 'new' ? 'taken' : 'impossible';
      return { verdict: { verdict }, subject: subjectId, because: 'taken' };
    }
    if (both) await replaceEmail(keys, tx, subjectId, { emailLookup, email, before: 'left', now });
  }
  const change = await tx.emailChange.update({
    where: { subjectId },
    data: { oldConfirmedAt, newConfirmedAt, ...(both && { doneAt: now }) },
  });
  return answer(service, tx, change, both ? 'made' : `confirmed from the ${side} mailbox`);
}

async function answer(
  service: Service,
  tx: Transaction,
  { subjectId: subject, askedIn, doneAt }: EmailChange,
  because: string,
): Promise<Confirmed> {
  const email = doneAt && (await openCurrentEmail(service, tx, subject));
  if (doneAt && !email) return no('seal-broken', subject);
  const done = doneAt && email ? { at: doneAt.toISOString(), email } : null;
  return { verdict: { verdict: 'yes', subject, askedIn, done }, subject, because };
}

function no(because: string, subject?: string): Confirmed {
  return { verdict: { verdict: 'no' }, subject, because };
}
