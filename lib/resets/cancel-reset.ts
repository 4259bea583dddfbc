import type { RequestOf } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Decided } from './approve-reset.ts';
import type { Door } from './door.ts';
import { queueSettleReset } from './queue-settle-reset.ts';
import { takeOver } from './take-over.ts';

/**
 * Takes a proposed reset back, before anybody was touched by it.
 *
 * @throws when it cannot be written down: then nothing was asked.
 */
export async function cancelReset(door: Door, wish: RequestOf<'cancel-reset'>): Promise<Decided> {
  const { db, ask, requestId } = door;
  const { reset, staff } = wish;
  await db.$transaction(async (tx) => {
    const { scope } = await tx.reset.findUniqueOrThrow({ where: { id: reset } });
    await recordStaffAct(tx, {
      staffId: staff,
      act: 'reset-cancel-tried',
      detail: { reset, scope },
    });
    await queueSettleReset(tx, { reset, requestId }, 60);
  });
  const verdict = await ask('cancel-reset', wish, requestId);
  if (verdict.verdict === 'no') return 'refused';
  if (verdict.verdict !== 'yes') return 'unclear';
  try {
    await takeOver(door, reset, { verdict: 'cancelled' });
    return 'done';
  } catch {
    return 'unclear';
  }
}
