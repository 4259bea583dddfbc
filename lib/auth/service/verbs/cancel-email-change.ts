import type { Answer } from '../service.ts';
import { lockSubject } from '../subjects/lock-subject.ts';

/** Takes no proof: to leave an address as it is opens nothing to anybody. */
export const cancelEmailChange: Answer<'cancel-email-change'> = async (
  _service,
  { subject: subjectId },
  question,
) =>
  question.settle(async (tx) => {
    await lockSubject(tx, subjectId);
    const { count } = await tx.emailChange.deleteMany({
      where: { subjectId, doneAt: null, expiresAt: { gt: question.now } },
    });
    return count === 1
      ? { verdict: { verdict: 'yes' }, subject: subjectId }
      : { verdict: { verdict: 'no' }, because: 'nothing-asked' };
  });
