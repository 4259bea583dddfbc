import { findChange, openNewEmail } from '../email-changes/find-change.ts';
import type { Answer } from '../service.ts';
import { type Bucket, takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

export const inspectEmailChange: Answer<'inspect-email-change'> = async (
  service,
  request,
  question,
) => {
  const source: Bucket = { limit: 'link-source', of: [networkOf(request.source.address)] };
  const attempt = await takeAttempt(service, [source]);
  const settled = await question.settle(async (tx) => {
    if (!attempt) return { verdict: { verdict: 'no' }, because: 'throttled' };
    const found = await findChange(tx, request.token, question.now);
    const email = found && (await openNewEmail(service, found.change));
    if (!found || !email) return { verdict: { verdict: 'no' }, because: 'no-such-link' };
    const { change, side } = found;
    const { subjectId: subject, oldConfirmedAt, newConfirmedAt, doneAt } = change;
    const confirmed = { old: oldConfirmedAt !== null, new: newConfirmedAt !== null };
    const verdict = {
      verdict: 'yes',
      subject,
      side,
      email: email.toString('utf8'),
      confirmed: confirmed[side],
      otherConfirmed: confirmed[side === 'old' ? 'new' : 'old'],
      doneAt: doneAt?.toISOString() ?? null,
    } as const;
    return { verdict, subject };
  });
  if (settled.verdict === 'yes') await attempt?.giveBack();
  return settled;
};
