import type { RequestOf } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Door } from './door.ts';
import { queueSettleReset } from './queue-settle-reset.ts';
import { takeOver } from './take-over.ts';

/** `unclear`: no answer came; the worker finds out. */
export type Decided = 'done' | 'refused' | 'unclear';

/**
 * Approves a proposed reset, as its second member: with the auth service's yes it is in force. Whatever
 * dies on the way, the job queued first finds out what came of it.
 *
 * @param approval.code secret; goes to the auth service only.
 * @throws when it cannot be written down: then nothing was asked.
 */
export async function approveReset(
  door: Door,
  approval: RequestOf<'approve-reset'>,
): Promise<Decided> {
  const { db, ask, requestId } = door;
  const { reset, staff } = approval;
  await db.$transaction(async (tx) => {
    const { scope } = await tx.reset.findUniqueOrThrow({ where: { id: reset } });
    await recordStaffAct(tx, {
      staffId: staff,
      act: 'reset-approval-tried',
      detail: { reset, scope },
    });
    await queueSettleReset(tx, { reset, requestId }, 60);
  });
  const verdict = await ask('approve-reset', approval, requestId);
  if (verdict.verdict === 'no') return 'refused';
  if (verdict.verdict !== 'yes') return 'unclear';
  try {
    await takeOver(door, reset, { ...verdict, approvedBy: staff });
    return 'done';
  } catch {
    return 'unclear';
  }
}
