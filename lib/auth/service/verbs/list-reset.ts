import { resetListMax } from '../../contract.ts';
import type { Answer } from '../service.ts';

/** For whoever ends the sessions of those concerned, and tells them. Nothing but ids leaves. */
export const listReset: Answer<'list-reset'> = async (_service, { reset: id, after }, question) =>
  question.settle(async (tx) => {
    const reset = await tx.reset.findUnique({ where: { id } });
    if (!reset?.cutoff) return { verdict: { verdict: 'no' }, because: 'not-in-force' };
    const rows = await tx.resetSubject.findMany({
      where: { resetId: id, ...(after && { subjectId: { gt: after } }) },
      orderBy: { subjectId: 'asc' },
      take: resetListMax,
      select: { subjectId: true },
    });
    const subjects = rows.map(({ subjectId }) => subjectId);
    return { verdict: { verdict: 'yes', subjects } };
  });
