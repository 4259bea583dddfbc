import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { NoticeName } from '../mail/templates.ts';
import { tryHours } from './delivery.ts';

export interface Notice {
  customerId: string;
  notice: NoticeName;
  source: { address: string; userAgent: string; requestId?: string | undefined };
  at: Date;
}

/**
 * Queues a mail to a customer about their account. It is sent if, and only if, the transaction is kept, after
 * what was queued for them before, and logged by the worker under the id of the request it comes from.
 *
 * @param tx the transaction of what the notice is about.
 */
export async function queueNotice(tx: Prisma.TransactionClient, notice: Notice): Promise<void> {
  const { requestId, ...source } = notice.source;
  const payload = JSON.stringify({ ...notice, source, requestId });
  await tx.$executeRaw`
    WITH queued AS (
      INSERT INTO notice (customer_id, kind, payload, domain, try_until)
      SELECT id, ${notice.notice}, ${payload}::jsonb, split_part(email, '@', 2), now() + ${tryHours} * interval '1 hour'
      FROM customer WHERE id = ${notice.customerId}::uuid
      RETURNING customer_id, kind
    )
    SELECT queue_job('send-notice', json_build_object(
      'customerId', customer_id, 'notice', kind, 'requestId', ${requestId ?? null}::text))
    FROM queued`;
}
