import type { Prisma } from '../../prisma/manager/client/client.ts';

/**
 * Queues the next mails of a reset. There is one such job a reset: queued again, it is replaced, and one
 * that is running is not run a second time should it fail.
 *
 * @param next.after the customers up to this one have been told.
 * @param next.requestId of the request that started the reset: the worker logs by it.
 * @param afterSeconds how long to wait first.
 */
export async function queueTellReset(
  tx: Prisma.TransactionClient,
  next: {
    reset: string;
    after?: string | undefined;
    round?: number;
    requestId?: string | undefined;
  },
  afterSeconds = 0,
): Promise<void> {
  await tx.$executeRaw`SELECT queue_job('tell-reset', ${JSON.stringify(next)}::json,
    ${`tell-reset:${next.reset}`}, make_interval(secs => ${afterSeconds}::float8))`;
}
