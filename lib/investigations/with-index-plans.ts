import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';

/**
 * Reads in a transaction whose plans go by the indexes. How many rows lie between two addresses that are
 * known only when the query runs is guessed far too high: the plan would read all ten million, and
 * compile itself first.
 */
export async function withIndexPlans<T>(
  db: PrismaClient,
  read: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`;
      return read(tx);
    },
    { maxWait: 4_000, timeout: 9_000 },
  );
}
