import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { findMailHold } from './find-mail-hold.ts';

/** `ended`: nobody is left to be told. `stopped`: whoever was not told until then never will be. */
export type MailState = 'sending' | 'paused' | 'stopped' | 'ended';

export type MailAct = 'pause' | 'resume' | 'stop' | 'resend';

/** The wave of mails that a reset is at. The first tells everyone, each later one who has not done. */
export interface Mailing {
  wave: number;
  state: MailState;
  /** Told in this wave, and still untold of all whom it could have reached. */
  told: number;
  untold: number;
  /** The last word of staff on it, with who gave it. */
  last: { act: MailAct; at: Date; name: string } | null;
}

/** @param reset one that is in force. */
export async function getMailing(
  db: PrismaClient | Prisma.TransactionClient,
  reset: string,
): Promise<Mailing> {
  const { _max } = await db.resetMailAct.aggregate({
    where: { resetId: reset, act: 'resend' },
    _max: { wave: true },
  });
  const wave = _max.wave ?? 1;
  const [hold, end, last, counts] = [
    await findMailHold(db, { reset, wave }),
    await db.resetMailEnd.findUnique({ where: { resetId_wave: { resetId: reset, wave } } }),
    await db.resetMailAct.findFirst({
      where: { resetId: reset, wave },
      orderBy: { id: 'desc' },
      select: { act: true, at: true, staff: { select: { name: true } } },
    }),
    await countTold(db, reset, wave),
  ];
  const state = hold === 'stop' ? 'stopped' : end ? 'ended' : hold ? 'paused' : 'sending';
  const word = last && { act: last.act as MailAct, at: last.at, name: last.staff.name };
  return { wave, state, ...counts, last: word };
}

// Whom a later wave can reach are those of the first: see the worker's `list-recipients.ts`.
async function countTold(
  db: PrismaClient | Prisma.TransactionClient,
  reset: string,
  wave: number,
): Promise<{ told: number; untold: number }> {
  const [row] = await db.$queryRaw<{ told: number; concerned: number }[]>`
    SELECT
      (SELECT count(*) FROM reset_notice
        WHERE reset_id = r.id AND wave = ${wave} AND sent_at IS NOT NULL)::int AS told,
      CASE WHEN ${wave} > 1 THEN (SELECT count(*) FROM reset_notice
          WHERE reset_id = r.id AND wave = 1 AND error IS NULL)
        WHEN r.scope = 'all' THEN (SELECT count(*) FROM customer c WHERE c.created_at < r.cutoff)
        ELSE (SELECT count(*) FROM reset_subject rs WHERE rs.reset_id = r.id) END::int AS concerned
    FROM reset r WHERE r.id = ${reset}::uuid`;
  const { told, concerned } = row ?? { told: 0, concerned: 0 };
  return { told, untold: Math.max(concerned - told, 0) };
}
