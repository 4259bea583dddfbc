import type { Prisma } from '../../prisma/manager/client/client.ts';
import { getMailing } from './get-mailing.ts';

/** Whether a mail of a reset may still go out: until its wave has ended, or was stopped and its last mail left. */
export async function isMailGoingOut(
  tx: Prisma.TransactionClient,
  reset: string,
): Promise<boolean> {
  const { state } = await getMailing(tx, reset);
  if (state === 'sending' || state === 'paused') return true;
  const [row] = await tx.$queryRaw<{ going: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM reset_notice WHERE reset_id = ${reset}::uuid AND sent_at IS NULL AND error IS NULL
        AND claimed_at > now() - interval '2 minutes'
    ) AS going`;
  return row?.going ?? true;
}
