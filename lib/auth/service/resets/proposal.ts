import type { Reset } from '../../../../prisma/auth/client/client.ts';
import type { Transaction } from '../service.ts';
import { countConcerned } from './count-concerned.ts';

/** How long a proposed reset may wait for a second member. */
export const proposalHours = 24;

/** What a reset is: only one in force has a cutoff. */
export type ResetState = 'active' | 'proposed' | 'cancelled' | 'expired';

export function stateOf(
  { cutoff, cancelledAt, proposedAt }: Pick<Reset, 'cutoff' | 'cancelledAt' | 'proposedAt'>,
  now: Date,
): ResetState {
  if (cutoff) return 'active';
  if (cancelledAt) return 'cancelled';
  return now < expiryOf(proposedAt) ? 'proposed' : 'expired';
}

/** How a proposed reset is answered: with whom it would concern now. */
export async function describeProposal(tx: Transaction, reset: Reset) {
  return {
    verdict: 'proposed',
    concerned: await countConcerned(tx, reset),
    expiresAt: expiryOf(reset.proposedAt).toISOString(),
  } as const;
}

function expiryOf(proposedAt: Date): Date {
  return new Date(proposedAt.getTime() + proposalHours * 3_600_000);
}
