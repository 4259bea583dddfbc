import { queueKey } from '../../notifications/delivery.ts';
import { claimSeconds } from './claim-next.ts';
import type { Surroundings } from './surroundings.ts';

/** Most customers whose forgotten queues one run sets going, and most old rows it deletes. */
const [wokenMax, deletedMax] = [500, 5_000];
/** How long a notice that is over is kept: sent, or not. */
const [sentDays, unsentDays] = [30, 90];

/**
 * Keeps the queues of notices in order: what a worker claimed and never settled is over and for staff to see; a queue
 * whose job was lost is set going; what is long over is deleted.
 */
export async function tendNotices(
  { database, log }: Pick<Surroundings, 'database' | 'log'>,
  now = new Date(),
): Promise<void> {
  const before = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
  const lost = await database.$queryRaw<{ id: bigint; kind: string }[]>`
    UPDATE notice SET state = 'uncertain', failure = 'worker-died', reply = '', ended_at = ${now}::timestamptz
    WHERE state = 'sending' AND claimed_at < ${before(claimSeconds)}::timestamptz
    RETURNING id, kind`;
  for (const { id, kind } of lost) {
    log.error({ event: 'mail-uncertain', notice: String(id), kind, failure: 'worker-died' });
  }
  // A job that is locked may be a dead worker's, which the queue frees after hours only.
  const stalled = await database.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT customer_id AS id FROM (
      SELECT customer_id FROM notice n
      WHERE state = 'waiting' AND next_at < ${before(60)}::timestamptz AND NOT EXISTS (
        SELECT FROM graphile_worker.jobs j WHERE j.key = 'send-notice:' || n.customer_id
          AND j.locked_at IS NULL AND j.attempts < j.max_attempts)
      ORDER BY next_at LIMIT ${wokenMax}) overdue`;
  for (const { id } of stalled) {
    const turn = JSON.stringify({ customerId: id });
    await database.$executeRaw`SELECT queue_job('send-notice', ${turn}::json, ${queueKey(id)})`;
  }
  const day = 86_400;
  await database.$executeRaw`
    DELETE FROM notice WHERE id IN (
      SELECT id FROM notice WHERE (state IN ('sent', 'not-mailed') AND ended_at < ${before(sentDays * day)}::timestamptz)
        OR (state IN ('given-up', 'uncertain') AND ended_at < ${before(unsentDays * day)}::timestamptz)
      LIMIT ${deletedMax})`;
}
