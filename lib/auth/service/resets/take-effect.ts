import type { ResetProposal } from '../../../../prisma/auth/client/client.ts';
import type { Transaction } from '../service.ts';

/**
 * Puts a reset in force: one row, whomever it concerns. Once, and with the cutoffs locked.
 *
 * @param approvedBy the second member, where one was needed.
 */
export async function takeEffect(
  tx: Transaction,
  { id, scope, reason, startedBy }: ResetProposal,
  { now, approvedBy = null }: { now: Date; approvedBy?: string | null },
): Promise<Date> {
  const cutoff = await chooseCutoff(tx, { id, scope }, now);
  await tx.reset.create({ data: { id, scope, cutoff, reason, startedBy, approvedBy } });
  return cutoff;
}

/**
 * Later than when the question came: who signed in while it waited for the database would outlive the
 * reset. And later than every password concerned, where another server's clock was ahead of this one's.
 */
async function chooseCutoff(
  tx: Transaction,
  { id, scope }: Pick<ResetProposal, 'id' | 'scope'>,
  now: Date,
): Promise<Date> {
  const [row] = await (scope === 'all'
    ? tx.$queryRaw<{ newest: Date | null }[]>`SELECT max(set_at) AS newest FROM password`
    : tx.$queryRaw<{ newest: Date | null }[]>`
        SELECT max(set_at) AS newest FROM password JOIN reset_subject USING (subject_id)
        WHERE reset_id = ${id}::uuid`);
  return new Date(Math.max(now.getTime(), (row?.newest?.getTime() ?? 0) + 1));
}
