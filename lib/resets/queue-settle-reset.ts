import type { Prisma } from '../../prisma/manager/client/client.ts';

/**
 * Queues the job that finds out what became of a reset at the auth service. There is one a reset: queued
 * again, it is replaced.
 *
 * @param requestId of the request that asked for it: the worker logs by it.
 */
export async function queueSettleReset(
  tx: Pick<Prisma.TransactionClient, '$executeRaw'>,
  settle: { reset: string; requestId?: string | undefined },
  afterSeconds: number,
): Promise<void> {
  await tx.$executeRaw`SELECT queue_job('settle-reset', ${JSON.stringify(settle)}::json,
    ${`settle-reset:${settle.reset}`}, make_interval(secs => ${afterSeconds}::float8))`;
}
