import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import { endedBadly, queueKey, tryHours } from './delivery.ts';

/**
 * Has a notice that was given up sent after all, or one of which it is not known whether it was. Of two members of staff
 * who ask at once one does.
 *
 * @returns false where it is neither: nothing is changed then.
 */
export async function tryAgain(
  db: PrismaClient,
  {
    notice,
    staffId,
    requestId,
  }: { notice: bigint; staffId: string; requestId?: string | undefined },
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ customerId: string; kind: string }[]>`
      UPDATE notice SET state = 'waiting', attempts = 0, ended_at = NULL, next_at = now(),
        try_until = now() + ${tryHours} * interval '1 hour'
      WHERE id = ${notice} AND state = ANY (${[...endedBadly]}::text[])
      RETURNING customer_id AS "customerId", kind`;
    if (!row) return false;
    const { customerId, kind } = row;
    await recordStaffAct(tx, { staffId, act: 'mail-tried-again', customerId, detail: { kind } });
    await tx.$executeRaw`
      SELECT queue_job('send-notice', json_build_object(
        'customerId', ${customerId}::text, 'notice', ${kind}::text, 'requestId', ${requestId ?? null}::text),
        ${queueKey(customerId)})`;
    return true;
  });
}
