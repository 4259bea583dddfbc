import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import type { Answer } from '../service.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';
import { takeAttempt } from '../throttle/bucket.ts';

/** A mail may be read late, after a holiday. */
/** How long an offer is good, and so for how long back a passkey may be an intruder's. */
export const offeredDays = 30;

export const offerDisowning: Answer<'offer-disowning'> = async (service, request, question) => {
  const { subject: subjectId, notice } = request;
  const allowed = await takeAttempt(service, [{ limit: 'disowning-subject', of: [subjectId] }]);
  const subject = await loadSubject(service, { id: subjectId });
  return question.settle(async (tx) => {
    if (!allowed) return { verdict: { verdict: 'no' }, because: 'throttled' };
    if (!subject) return { verdict: { verdict: 'no' }, because: 'no-subject' };
    const token = mintToken();
    const expiresAt = new Date(question.now.getTime() + offeredDays * 86_400_000);
    // One a try of the mail: the one before may have been delivered, whatever the mail server said.
    // For the very mailbox it is to be sent to, whatever address the subject has when it is used.
    const { emailLookup } = subject;
    const facts = { tokenHash: hashToken(token), subjectId, emailLookup, notice };
    await tx.disowning.create({ data: { ...facts, createdAt: question.now, expiresAt } });
    const email = unsealEmail(service, subject);
    return { verdict: { verdict: 'yes', token, email }, subject: subjectId };
  });
};
