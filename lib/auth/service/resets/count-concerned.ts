import type { ResetProposal } from '../../../../prisma/auth/client/client.ts';
import type { Transaction } from '../service.ts';
import { cohortOf, countMatching } from './match-rule.ts';

/** How many customers with a password a reset would concern, or concerns. */
export async function countConcerned(
  tx: Transaction,
  reset: Pick<ResetProposal, 'id' | 'scope' | 'rule' | 'except' | 'batches'>,
): Promise<number> {
  const { id, scope } = reset;
  if (scope === 'all') return tx.password.count();
  if (scope === 'rule') return countMatching(tx, cohortOf(reset));
  const [row] = await tx.$queryRaw<{ concerned: number }[]>`
    SELECT count(*)::int AS concerned FROM reset_subject JOIN password USING (subject_id)
    WHERE reset_id = ${id}::uuid`;
  return row?.concerned ?? 0;
}

/**
 * How many customers somebody has made choose new passwords alone of late, a reset included: who cut a
 * campaign into slices would reach as many without anybody's approval.
 */
export async function countReachedAlone(
  tx: Transaction,
  { id, startedBy }: Pick<ResetProposal, 'id' | 'startedBy'>,
  since: Date,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ reached: number }[]>`
    SELECT count(DISTINCT subject_id)::int AS reached
    FROM reset_subject JOIN password USING (subject_id)
    WHERE reset_id = ${id}::uuid OR reset_id IN (
      SELECT r.id FROM reset r WHERE r.started_by = ${startedBy}::uuid
        AND r.approved_by IS NULL AND r.cutoff > ${since})`;
  return row?.reached ?? 0;
}
