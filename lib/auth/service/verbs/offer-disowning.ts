import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import type { Answer } from '../service.ts';
import { takeAttempt } from '../throttle/bucket.ts';

/** A mail may be read late, after a holiday. */
/** How long an offer is good, and so for how long back a passkey may be an intruder's. */
export const offeredDays = 30;

export const offerDisowning: Answer<'offer-disowning'> = async (service, request, question) => {
  const { subject: subjectId, notice } = request;
  const allowed = await takeAttempt(service, [{ limit: 'disowning-subject', of: [subjectId] }]);
  return question.settle(async (tx) => {
    if (!allowed) return { verdict: { verdict: 'no' }, because: 'throttled' };
    const subject = await tx.subject.findUnique({ where: { id: subjectId }, select: { id: true } });
    if (!subject) return { verdict: { verdict: 'no' }, because: 'no-subject' };
    const token = mintToken();
    const expiresAt = new Date(question.now.getTime() + offeredDays * 86_400_000);
    // One a try of the mail: the one before may have been delivered, whatever the mail server said.
    await tx.disowning.create({
      data: { tokenHash: hashToken(token), subjectId, notice, createdAt: question.now, expiresAt },
    });
    return { verdict: { verdict: 'yes', token }, subject: subjectId };
  });
};
