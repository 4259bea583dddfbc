import { activateReset } from './activate-reset.ts';
import { copySubjects } from './copy-subjects.ts';
import type { Door } from './door.ts';
import { queueSettleReset } from './queue-settle-reset.ts';

/** What the auth service may say a reset is, by whichever verb. */
export type ResetVerdict =
  | { verdict: 'yes'; cutoff: string; approvedBy: string | null }
  | { verdict: 'naming' }
  | { verdict: 'proposed'; expiresAt: string }
  | { verdict: 'no' | 'cancelled' | 'expired' };

/** How long after its end a proposal is asked about: servers' clocks differ. */
const graceSeconds = 60;
const undecided = ['starting', 'proposed'] as const;
const states = { no: 'refused', expired: 'expired' } as const;

/**
 * Makes the manager's record of a reset agree with what the auth service says. However often, in whatever
 * order and by whomever it is called: what is in force stays so, unless it was asked to be taken back.
 *
 * @throws when it could not be done yet: the worker does it later.
 */
export async function takeOver(door: Door, id: string, said: ResetVerdict): Promise<void> {
  const { db, requestId } = door;
  if (said.verdict === 'yes') {
    const byRule = { id, scope: 'rule', state: { not: 'active' } };
    if ((await db.reset.count({ where: byRule })) === 1) await copySubjects(door, id);
  }
  await db.$transaction(async (tx) => {
    switch (said.verdict) {
      case 'yes': {
        const { cutoff, approvedBy } = said;
        const inForce = { reset: id, cutoff: new Date(cutoff), approvedBy, requestId };
        await tx.reset.updateMany({
          where: { id, takingBackAt: { not: null } },
          data: { takingBackAt: null },
        });
        return activateReset(tx, inForce);
      }
      case 'naming':
        return queueSettleReset(tx, { reset: id, requestId }, 0);
      case 'proposed': {
        await tx.reset.updateMany({
          where: { id, state: 'starting' },
          data: { state: 'proposed' },
        });
        const seconds = (Date.parse(said.expiresAt) - Date.now()) / 1_000;
        return queueSettleReset(tx, { reset: id, requestId }, Math.max(seconds, 0) + graceSeconds);
      }
      case 'cancelled':
        // One in force only where that was asked: see `take-back-reset.ts`.
        await tx.reset.updateMany({
          where: { id, OR: [{ state: { in: [...undecided] } }, { takingBackAt: { not: null } }] },
          data: { state: 'cancelled', takingBackAt: null },
        });
        return;
      default:
        await tx.reset.updateMany({
          where: { id, state: { in: [...undecided] } },
          data: { state: states[said.verdict] },
        });
    }
  });
}
