import type { ResetProposal } from '../../../../prisma/auth/client/client.ts';
import type { Service, Transaction } from '../service.ts';
import { countConcerned } from './count-concerned.ts';

/** How long a proposed reset may wait for a second member. */
export const proposalHours = 24;

/** A reset that was asked for, and what became of it. Only one in force has a cutoff. */
export interface AskedReset extends ResetProposal {
  cutoff: Date | null;
  approvedBy: string | null;
  isCancelled: boolean;
  /** How many batches of those whom it is about have been named. */
  named: number;
}

export async function findReset(
  database: Pick<Service['database'] | Transaction, 'resetProposal'>,
  id: string,
): Promise<AskedReset | null> {
  const found = await database.resetProposal.findUnique({
    where: { id },
    include: { inForce: true, cancelled: true, _count: { select: { named: true } } },
  });
  if (!found) return null;
  const { inForce, cancelled, _count, ...proposal } = found;
  return {
    ...proposal,
    cutoff: inForce?.cutoff ?? null,
    approvedBy: inForce?.approvedBy ?? null,
    isCancelled: cancelled !== null,
    named: _count.named,
  };
}

export function stateOf(
  { cutoff, isCancelled, proposedAt, batches, named }: AskedReset,
  now: Date,
): 'active' | 'naming' | 'proposed' | 'cancelled' | 'expired' {
  if (isCancelled) return 'cancelled';
  if (cutoff) return 'active';
  if (now >= expiryOf(proposedAt)) return 'expired';
  return named < (batches ?? 0) ? 'naming' : 'proposed';
}

/** How a reset without effect is answered while that may change: with the batch it waits for, or whom it would concern. */
export async function describeProposal(
  tx: Transaction,
  reset: ResetProposal,
  named = reset.batches ?? 0,
) {
  if (named < (reset.batches ?? 0)) return { verdict: 'naming', next: named } as const;
  return {
    verdict: 'proposed',
    concerned: await countConcerned(tx, reset),
    expiresAt: expiryOf(reset.proposedAt).toISOString(),
  } as const;
}

function expiryOf(proposedAt: Date): Date {
  return new Date(proposedAt.getTime() + proposalHours * 3_600_000);
}
