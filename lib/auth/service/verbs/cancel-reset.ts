import { lockReset } from '../resets/cutoff-lock.ts';
import { findReset } from '../resets/proposal.ts';
import type { Answer, Outcome } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';

export const cancelReset: Answer<'cancel-reset'> = async (service, request, question) => {
  const { reset: id, staff: staffId, source } = request;
  const outcome = (verdict: 'yes' | 'no', because: string): Outcome<'cancel-reset'> => ({
    verdict: { verdict },
    subject: staffId,
    because,
  });
  const staff = await findStaff(service, staffId, 'security', source);
  if (!staff) return question.settle(async () => outcome('no', 'not-staff'));

  return question.settle(async (tx) => {
    await lockReset(tx, id);
    const reset = await findReset(tx, id);
    if (!reset || reset.cutoff) return outcome('no', 'not-proposed');
    if (!reset.isCancelled) {
      const cancelledAt = service.clock();
      await tx.resetCancelled.create({ data: { resetId: id, cancelledBy: staff.id, cancelledAt } });
    }
    return outcome('yes', `cancelled ${id}`);
  });
};
