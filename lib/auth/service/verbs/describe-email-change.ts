import { openNewEmail } from '../email-changes/find-change.ts';
import type { Answer } from '../service.ts';

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
    const email = open ? await openNewEmail(service, change) : null;
    if (!open || !email) return { verdict: { verdict: 'yes', pending: null }, subject };
    const pending = {
      email: email.toString('utf8'),
      expiresAt: change.expiresAt.toISOString(),
      oldConfirmedAt: change.oldConfirmedAt?.toISOString() ?? null,
      newConfirmedAt: change.newConfirmedAt?.toISOString() ?? null,
    };
    return { verdict: { verdict: 'yes', pending }, subject };
  });
