import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import { isMailGoingOut } from './is-mail-going-out.ts';

/** `mailing`: mail is still going out. `over`: it is not in force, or closed already. */
export type Closed = 'done' | 'mailing' | 'over';

/**
 * Closes a reset that has done what it can. Nothing of it changes from then on; its cutoff stays in force for
 * whoever has not chosen a new password.
 */
export async function closeReset(
  db: PrismaClient,
  { reset, staff }: { reset: string; staff: string },
): Promise<Closed> {
  return db.$transaction(async (tx) => {
    // Of two who close at once one does, and no mail is ordered meanwhile.
    const [found] = await tx.$queryRaw<Found[]>`
      SELECT state, scope, cutoff, taking_back_at IS NOT NULL AS asked FROM reset WHERE id = ${reset}::uuid FOR UPDATE`;
    const closed = await tx.resetClosed.count({ where: { resetId: reset } });
    if (found?.state !== 'active' || !found.cutoff || found.asked || closed > 0) return 'over';
    const { scope } = found;
    if (await isMailGoingOut(tx, reset)) return 'mailing';
    await recordStaffAct(tx, {
      staffId: staff,
      act: 'reset-closed',
      detail: { reset, scope },
    });
    await tx.resetClosed.create({ data: { resetId: reset, closedBy: staff } });
    return 'done';
  });
}

interface Found {
  state: string;
  scope: string;
  cutoff: Date | null;
  /** To be taken back: what comes of it is not known yet. */
  asked: boolean;
}
