import { resetStepsMax } from '../../contract.ts';
import type { Answer } from '../service.ts';

interface Row {
  subject: string;
  openedAt: Date | null;
  doneAt: Date | null;
}

/** For the report of a reset: when who did what. No token, no password and no address leaves. */
export const listResetSteps: Answer<'list-reset-steps'> = async (_service, request, question) =>
  question.settle(async (tx) => {
    const { reset: id, after = null } = request;
    const reset = await tx.reset.findUnique({ where: { id }, select: { id: true } });
    if (!reset) return { verdict: { verdict: 'no' }, because: 'not-in-force' };
    const rows = await tx.$queryRaw<Row[]>`
      SELECT subject_id AS subject, min(at) FILTER (WHERE step = 'opened') AS "openedAt",
        min(at) FILTER (WHERE step = 'done') AS "doneAt"
      FROM reset_step WHERE reset_id = ${id}::uuid
        AND (${after}::uuid IS NULL OR subject_id > ${after}::uuid)
      GROUP BY subject_id ORDER BY subject_id LIMIT ${resetStepsMax}`;
    const steps = rows.map(({ subject, openedAt, doneAt }) => ({
      subject,
      openedAt: openedAt?.toISOString() ?? null,
      doneAt: doneAt?.toISOString() ?? null,
    }));
    return { verdict: { verdict: 'yes', steps } };
  });
