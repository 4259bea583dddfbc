import type { Transaction } from '../service.ts';
import { notTakenBack } from './not-taken-back.ts';

/** How far somebody has come with a reset: the mailed link was opened, or a new password is in force. */
export type ResetStep = 'opened' | 'done';

/**
 * Records a step of every reset that still waits for this customer's new password. The first of its kind
 * counts: whoever opens the link again, or changes the password again, moves nothing. Call it before the new
 * password is written, with the subject locked or the link found good.
 */
export async function recordStep(
  tx: Transaction,
  subjectId: string,
  { step, at }: { step: ResetStep; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO reset_step (reset_id, subject_id, step, at)
    SELECT r.id, s.id, ${step}, greatest(${at}::timestamptz, r.cutoff)
    FROM subject s LEFT JOIN password p ON p.subject_id = s.id
    JOIN LATERAL (
      SELECT id, cutoff FROM reset WHERE scope = 'all' AND cutoff > s.created_at AND ${notTakenBack}
      UNION ALL
      SELECT id, cutoff FROM reset JOIN reset_subject ON reset_id = id
      WHERE subject_id = s.id AND scope <> 'all' AND cutoff > s.created_at AND ${notTakenBack}
    ) r ON p.set_at IS NULL OR p.set_at < r.cutoff
    WHERE s.id = ${subjectId}::uuid
    ON CONFLICT DO NOTHING`;
}
