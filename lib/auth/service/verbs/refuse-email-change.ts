import { findChange } from '../email-changes/find-change.ts';
import type { Answer } from '../service.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { type Bucket, takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

export const refuseEmailChange: Answer<'refuse-email-change'> = async (
  service,
  request,
  question,
) => {
  const source: Bucket = { limit: 'link-source', of: [networkOf(request.source.address)] };
  const attempt = await takeAttempt(service, [source]);
  const settled = await question.settle(async (tx) => {
    const no = (because: string) => ({ verdict: { verdict: 'no' }, because }) as const;
    if (!attempt) return no('throttled');
    const found = await findChange(tx, request.token, question.now);
    // The new mailbox may be a stranger's: all there is to do in it is to do nothing.
    if (found?.side !== 'old') return no('no-such-link');
    const { subjectId: subject, oldTokenHash } = found.change;
    await lockSubject(tx, subject);
    const { count } = await tx.emailChange.deleteMany({
      where: { subjectId: subject, oldTokenHash, doneAt: null },
    });
    if (count === 0) return no('done-before');
    return { verdict: { verdict: 'yes', subject }, subject };
  });
  if (settled.verdict === 'yes') await attempt?.giveBack();
  return settled;
};
