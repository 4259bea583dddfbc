import type { Answer } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';

/** A code is not mailed again: whoever waited for it has given up, and asks for another as they sign in. */
export const sendMailAgain: Answer<'send-mail-again'> = async (service, request, question) => {
  const staff = await findStaff(service, request.staff, 'any');
  const settled = await question.settle(async (tx) => {
    const no = { verdict: { verdict: 'no' } } as const;
    if (!staff) return { ...no, because: 'not-staff' };
    const { mail: id } = request;
    const { now } = question;
    const where = { id, triedAgainAt: null, kind: { not: 'mailed-code' } };
    const { count } = await tx.mailFailed.updateMany({ where, data: { triedAgainAt: now } });
    if (count === 0) return { ...no, because: 'not-given-up' };
    const { kind, subject } = await tx.mailFailed.findUniqueOrThrow({
      where: { id },
      select: { kind: true, subject: { select: { id: true, emailLookup: true } } },
    });
    const { emailLookup } = subject;
    const due = { emailLookup, purpose: kind, requestedAt: now, nextAttemptAt: now };
    await tx.linkRequest.create({ data: due, select: { id: true } });
    const verdict = { verdict: 'yes', subject: subject.id } as const;
    return { verdict, subject: subject.id, because: `by ${staff.id}` };
  });
  if (settled.verdict === 'yes') service.wakeLinkMailer();
  return settled;
};
