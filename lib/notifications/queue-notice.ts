import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { NoticeName } from '../mail/templates.ts';

export interface Notice {
  customerId: string;
  notice: NoticeName;
  source: { address: string; userAgent: string; requestId?: string | undefined };
  at: Date;
}

/**
 * Queues a mail to a customer about their account. It is sent if, and only if, the transaction is kept, and
 * logged by the worker under the id of the request it comes from.
 *
 * @param tx the transaction of what the notice is about.
 */
export async function queueNotice(tx: Prisma.TransactionClient, notice: Notice): Promise<void> {
  const { requestId, ...source } = notice.source;
  const payload = JSON.stringify({ ...notice, source, requestId });
  await tx.$executeRaw`SELECT queue_job('send-notice', ${payload}::json)`;
}
