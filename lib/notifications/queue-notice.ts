import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { NoticeDetail, NoticeName } from '../mail/templates.ts';
import { tryHours } from './delivery.ts';

export interface Notice {
  customerId: string;
  notice: NoticeName;
  source: { address: string; userAgent: string; requestId?: string | undefined };
  at: Date;
  /** Numbers and names of closed sets that the notice's words need. Never a credential. */
  detail?: NoticeDetail;
}

/**
 * Notifies a customer of something about their account, in the panel and by mail. It is shown and sent if, and only
 * if, the transaction is kept; mailed after what was queued for them before, and logged by the worker under the id of
 * the request it comes from.
 *
 * @param tx the transaction of what the notice is about.
 */
export async function queueNotice(tx: Prisma.TransactionClient, notice: Notice): Promise<void> {
  const { requestId, ...source } = notice.source;
  const { customerId, notice: kind, at, detail = {} } = notice;
  const notification = randomUUID();
  const { address, userAgent } = source;
  await tx.notification.create({
    data: { id: notification, customerId, kind, at, address, userAgent, detail },
    select: { id: true },
  });
  const payload = JSON.stringify({ ...notice, source, requestId, notification });
  await tx.$executeRaw`
    WITH queued AS (
      INSERT INTO notice (customer_id, kind, payload, domain, try_until)
      SELECT id, ${kind}, ${payload}::jsonb, split_part(email, '@', 2), now() + ${tryHours} * interval '1 hour'
      FROM customer WHERE id = ${customerId}::uuid
      RETURNING customer_id, kind
    )
    SELECT queue_job('send-notice', json_build_object(
      'customerId', customer_id, 'notice', kind, 'requestId', ${requestId ?? null}::text))
    FROM queued`;
}
