import type { Prisma } from '../../prisma/manager/client/client.ts';

/**
 * Queues the next mails of a reset. There is one such job a wave: queued again, it is replaced, and one
 * that is running is not run a second time should it fail.
 *
 * @param walk how far the telling has come, as the worker left it; without, it begins at the first.
 * @param walk.requestId of the request that gave rise to it: the worker logs by it.
 * @param afterSeconds how long to wait first.
 */
export async function queueTellReset(
  tx: Pick<Prisma.TransactionClient, '$executeRaw'>,
  walk: { reset: string; wave?: number; round?: number; requestId?: string | undefined },
  afterSeconds = 0,
): Promise<void> {
  const { reset, wave = 1 } = walk;
  const key = wave === 1 ? `tell-reset:${reset}` : `tell-reset:${reset}:${wave}`;
  await tx.$executeRaw`SELECT queue_job('tell-reset', ${JSON.stringify(walk)}::json,
    ${key}, make_interval(secs => ${afterSeconds}::float8))`;
}
