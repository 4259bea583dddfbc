import { openNewEmail } from '../email-changes/find-change.ts';
import type { Answer } from '../service.ts';
import { openCurrentEmail } from '../subjects/unseal-email.ts';

export const describeEmailChange: Answer<'describe-email-change'> = async (
  service,
  { subject },
  question,
) =>
  question.settle(async (tx) => {
    const known = await tx.subject.findUnique({
      where: { id: subject },
      select: { emailChange: true },
    });
    if (!known) return { verdict: { verdict: 'no' }, because: 'no-subject' };
    const { emailChange: change } = known;
    const open = change && change.doneAt === null && change.expiresAt > question.now;
    const email = await openCurrentEmail(service, tx, subject);
    const asked = open ? await openNewEmail(service, change) : null;
    if (!open || !asked) return { verdict: { verdict: 'yes', email, pending: null }, subject };
    const pending = {
      email: asked.toString('utf8'),
      expiresAt: change.expiresAt.toISOString(),
      oldConfirmedAt: change.oldConfirmedAt?.toISOString() ?? null,
      newConfirmedAt: change.newConfirmedAt?.toISOString() ?? null,
    };
    return { verdict: { verdict: 'yes', email, pending }, subject };
  });
