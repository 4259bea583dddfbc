import { emailPurposes } from '../email-changes/compose-email-mail.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import type { Answer, Transaction } from '../service.ts';
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
    const mailbox = await findMailbox(tx, kind, subject);
    if (!mailbox) return { ...no, because: 'over' };
    const due = { ...mailbox, purpose: kind, requestedAt: now, nextAttemptAt: now };
    await tx.linkRequest.create({ data: due, select: { id: true } });
    const verdict = { verdict: 'yes', subject: subject.id } as const;
    return { verdict, subject: subject.id, because: `by ${staff.id}` };
  });
  if (settled.verdict === 'yes') service.wakeLinkMailer();
  return settled;
};

/** To whom it was, where that is not the subject's own address; null where there is nothing to say there any more. */
async function findMailbox(
  tx: Transaction,
  kind: string,
  { id: subjectId, emailLookup }: { id: string; emailLookup: Bytes },
) {
  if (!emailPurposes.some((one) => one === kind)) return { emailLookup };
  if (kind === 'email-old') return { subjectId, emailLookup };
  const found =
    kind === 'email-new'
      ? await tx.emailChange.findUnique({ where: { subjectId } })
      : await tx.formerEmail.findFirst({
          where: { subjectId },
          orderBy: { leftAt: 'desc' },
        });
  return found && { subjectId, emailLookup: found.emailLookup };
}
