import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { StaffActKind } from '../staff/act-kinds.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import { getMailing, type MailAct, type MailState } from './get-mailing.ts';
import { queueTellReset } from './queue-tell-reset.ts';

/** What may be asked of a wave of mails in each state. */
export const mailActs: Record<MailState, readonly MailAct[]> = {
  sending: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: ['resend'],
  ended: ['resend'],
};

const kinds: Record<MailAct, StaffActKind> = {
  pause: 'mails-paused',
  resume: 'mails-resumed',
  stop: 'mails-stopped',
  resend: 'mails-resent',
};

export interface MailOrder {
  reset: string;
  /** The wave that whoever gives the order was shown. */
  wave: number;
  act: MailAct;
  staff: string;
  requestId?: string | undefined;
}

/**
 * Pauses, resumes or stops the mails of a reset, or begins a wave for those told who have not chosen a new
 * password since. Workers ask before each mail, so that it holds within one mail of each of them.
 *
 * @returns `over` where things stand otherwise by now than they were shown: then nothing is changed.
 */
export async function orderMails(db: PrismaClient, order: MailOrder): Promise<'done' | 'over'> {
  const { reset, wave, act, staff, requestId } = order;
  return db.$transaction(async (tx) => {
    // One order after the other: of two who resend at once one does.
    const [found] = await tx.$queryRaw<{ scope: string; state: string; asked: boolean }[]>`
      SELECT scope, state, taking_back_at IS NOT NULL AS asked FROM reset WHERE id = ${reset}::uuid FOR UPDATE`;
    const closed = await tx.resetClosed.count({ where: { resetId: reset } });
    if (found?.state !== 'active' || found.asked || closed > 0) return 'over';
    const mailing = await getMailing(tx, reset);
    if (mailing.wave !== wave || !mailActs[mailing.state].includes(act)) return 'over';
    const of = act === 'resend' ? wave + 1 : wave;
    const { told, untold } = mailing;
    await recordStaffAct(tx, {
      staffId: staff,
      act: kinds[act],
      detail: { reset, scope: found.scope, wave: of, told, untold },
    });
    await tx.resetMailAct.create({ data: { resetId: reset, wave: of, act, staffId: staff } });
    if (act === 'resume' || act === 'resend') {
      await queueTellReset(tx, { reset, wave: of, requestId });
    }
    return 'done';
  });
}
