import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { RequestOf } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Decided } from './approve-reset.ts';
import type { Door } from './door.ts';
import { findMailHold } from './find-mail-hold.ts';
import { lockClaims } from './lock-claims.ts';
import { queueSettleReset } from './queue-settle-reset.ts';
import { takeOver } from './take-over.ts';

/** `asked`: a second member must agree. `told`: somebody has been told of it, so it stands. `over`: it is not in force. */
export type TakenBack = Decided | 'asked' | 'told' | 'over';

/**
 * Takes a reset in force back while nobody has been told of it by mail. Its mails are held from the question on, and
 * stay held where it is not taken back: whoever lets them go decides that it stands.
 *
 * @param wish.code secret; goes to the auth service only.
 * @throws when it cannot be written down: then nothing was asked.
 */
export async function takeBackReset(
  door: Door,
  wish: RequestOf<'take-back-reset'>,
): Promise<TakenBack> {
  const { db, ask, requestId } = door;
  const { reset, staff } = wish;
  const kept = await db.$transaction(async (tx) => {
    const hindrance = await holdMails(tx, { reset, staff });
    if (!hindrance) await queueSettleReset(tx, { reset, requestId }, 60);
    return hindrance;
  });
  if (kept) return kept;
  const { verdict } = await ask('take-back-reset', wish, requestId);
  try {
    if (verdict === 'yes') await takeOver(door, reset, { verdict: 'cancelled' });
    if (verdict === 'asked' || verdict === 'no') {
      await db.reset.updateMany({ where: { id: reset }, data: { takingBackAt: null } });
    }
  } catch {
    return 'unclear';
  }
  const said = { yes: 'done', asked: 'asked', no: 'refused', unavailable: 'unclear' } as const;
  return said[verdict];
}

async function holdMails(
  tx: Prisma.TransactionClient,
  { reset, staff }: { reset: string; staff: string },
): Promise<'told' | 'over' | null> {
  // Orders of mails wait for the row, and workers for the lock: nobody is told between this look and the answer.
  const [found] = await tx.$queryRaw<{ scope: string; state: string }[]>`
    SELECT scope, state FROM reset WHERE id = ${reset}::uuid FOR NO KEY UPDATE`;
  const closed = await tx.resetClosed.count({ where: { resetId: reset } });
  if (found?.state !== 'active' || closed > 0) return 'over';
  await lockClaims(tx);
  if (await isAnybodyTold(tx, reset)) return 'told';
  const { scope } = found;
  await recordStaffAct(tx, {
    staffId: staff,
    act: 'reset-take-back-tried',
    detail: { reset, scope },
  });
  await tx.reset.update({ where: { id: reset }, data: { takingBackAt: new Date() } });
  if (!(await findMailHold(tx, { reset, wave: 1 }))) {
    await tx.resetMailAct.create({
      data: { resetId: reset, wave: 1, act: 'pause', staffId: staff },
    });
  }
  return null;
}

/** Whether a mail of a reset may have reached anybody. One that no server took has not. */
export async function isAnybodyTold(
  tx: Pick<Prisma.TransactionClient, 'resetNotice'>,
  reset: string,
): Promise<boolean> {
  const notTaken = ['unreachable', 'put-off'];
  const told = await tx.resetNotice.findFirst({
    where: { resetId: reset, OR: [{ error: null }, { error: { notIn: notTaken } }] },
    select: { resetId: true },
  });
  return told !== null;
}
