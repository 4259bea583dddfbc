import type { ResetProposal } from '../../../../prisma/auth/client/client.ts';
import type { Service, Transaction } from '../service.ts';
import { countConcerned, countReachedAlone } from './count-concerned.ts';
import { lockCutoffs } from './cutoff-lock.ts';
import { listMatching } from './match-rule.ts';
import { describeProposal, proposalHours } from './proposal.ts';
import { takeEffect } from './take-effect.ts';

/** Puts what one member asked for in force, or leaves it proposed where a second one must approve. */
export async function settleAsked(
  service: Service,
  tx: Transaction,
  reset: ResetProposal,
  isCampaign: boolean,
) {
  if (isCampaign && (await takesApproval(service, tx, reset))) return describeProposal(tx, reset);
  await lockCutoffs(tx);
  return inForce(await takeEffect(tx, reset, { now: service.clock() }));
}

/** How a reset in force is answered. */
export function inForce(cutoff: Date) {
  return { verdict: 'yes', cutoff: cutoff.toISOString() } as const;
}

const matchedAtOnceMax = 50_000;

async function takesApproval(
  service: Service,
  tx: Transaction,
  reset: ResetProposal,
): Promise<boolean> {
  const { approvalAbove } = service;
  const concerned = await countConcerned(tx, reset);
  if (approvalAbove === 0 || concerned > approvalAbove) return true;
  if (reset.scope === 'all') return false;
  // More than are matched in one statement: they are, ahead of an approval.
  if (reset.scope === 'rule' && concerned > matchedAtOnceMax) return true;
  if (reset.scope === 'rule') await listMatching(tx, reset);
  const since = new Date(service.clock().getTime() - proposalHours * 3_600_000);
  return (await countReachedAlone(tx, reset, since)) > approvalAbove;
}
