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
    // Whichever of an approval and this comes second finds its condition false.
    await tx.reset.updateMany({
      where: { id, cutoff: null, cancelledAt: null },
      data: { cancelledAt: service.clock() },
    });
    const reset = await tx.reset.findUnique({ where: { id } });
    return reset?.cancelledAt ? outcome('yes', `cancelled ${id}`) : outcome('no', 'not-proposed');
  });
};
