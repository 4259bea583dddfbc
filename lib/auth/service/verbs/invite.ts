import { isEmailTaken, lockEmail } from '../email-changes/email-taken.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import type { Answer } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';
import { newSubject } from '../subjects/new-subject.ts';

export const invite: Answer<'invite'> = async (service, request, question) => {
  const staff = await findStaff(service, request.staff, 'any');
  if (!staff)
    return question.settle(async () => ({ verdict: { verdict: 'no' }, because: 'not-staff' }));

  const { subject: id, email, language } = request;
  const settled = await question.settle(async (tx) => {
    const keys = await holdKeys(service, tx);
    const row = newSubject(keys, { id, email, language, createdAt: question.now });
    await lockEmail(tx, row.emailLookup);
    const { now } = question;
    const taken = await isEmailTaken(tx, row.emailLookup, { but: null, now });
    if (taken) return { verdict: { verdict: 'exists' } };
    const { count } = await tx.subject.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) {
      const known = await tx.subject.count({ where: { emailLookup: row.emailLookup } });
      return known > 0
        ? { verdict: { verdict: 'exists' } }
        : { verdict: { verdict: 'no' }, subject: id, because: 'subject-taken' };
    }
    await tx.linkRequest.create({
      data: {
        emailLookup: row.emailLookup,
        purpose: 'invitation',
        requestedAt: question.now,
        nextAttemptAt: question.now,
      },
    });
    return { verdict: { verdict: 'yes' }, subject: id, because: `by ${staff.id}` };
  });
  if (settled.verdict === 'yes') service.wakeLinkMailer();
  return settled;
};
