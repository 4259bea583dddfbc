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
}

export async function findReset(
  database: Pick<Service['database'] | Transaction, 'resetProposal'>,
  id: string,
): Promise<AskedReset | null> {
  const found = await database.resetProposal.findUnique({
    where: { id },
    include: { inForce: true, cancelled: true },
  });
  if (!found) return null;
  const { inForce, cancelled, ...proposal } = found;
  return {
    ...proposal,
    cutoff: inForce?.cutoff ?? null,
    approvedBy: inForce?.approvedBy ?? null,
    isCancelled: cancelled !== null,
  };
}

export function stateOf(
  { cutoff, isCancelled, proposedAt }: AskedReset,
  now: Date,
): 'active' | 'proposed' | 'cancelled' | 'expired' {
  if (cutoff) return 'active';
  if (isCancelled) return 'cancelled';
  return now < expiryOf(proposedAt) ? 'proposed' : 'expired';
}

/** How a proposed reset is answered: with whom it would concern now. */
export async function describeProposal(tx: Transaction, reset: ResetProposal) {
  return {
    verdict: 'proposed',
    concerned: await countConcerned(tx, reset),
    expiresAt: expiryOf(reset.proposedAt).toISOString(),
  } as const;
}

function expiryOf(proposedAt: Date): Date {
  return new Date(proposedAt.getTime() + proposalHours * 3_600_000);
}
