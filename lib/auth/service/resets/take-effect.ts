import type { ResetProposal } from '../../../../prisma/auth/client/client.ts';
import type { Transaction } from '../service.ts';

/**
 * Puts a reset in force: one row, whomever it concerns. Once, and with the cutoffs locked.
 *
 * @param approvedBy the second member, where one was needed.
 */
export async function takeEffect(
  tx: Transaction,
  { id, scope, reason, startedBy, endsDevices, endsLinks }: ResetProposal,
  { now, approvedBy = null }: { now: Date; approvedBy?: string | null },
): Promise<Date> {
  const cutoff = await chooseCutoff(tx, now);
  await tx.reset.create({
    data: { id, scope, cutoff, reason, startedBy, approvedBy, endsDevices, endsLinks },
  });
  return cutoff;
}

/**
 * Later than when the question came: who signed in while it waited for the database would outlive the
 * reset. And later than every password there is, where another server's clock was ahead of this one's: to ask
 * only after those concerned would hold every sign-in up for as long as their list is.
 */
async function chooseCutoff(tx: Transaction, now: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<{ newest: Date | null }[]>`
    SELECT max(set_at) AS newest FROM password`;
  return new Date(Math.max(now.getTime(), (row?.newest?.getTime() ?? 0) + 1));
}
