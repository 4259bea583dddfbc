import type { PrismaClient } from '../../prisma/manager/client/client.ts';

const batchMax = 2_000;

/**
 * Links the entries that wait into their customers' chains, until none waits. Dying in between links nothing twice and
 * loses nothing: a batch leaves the queue in the statement that links it.
 */
export async function chainActivity(database: Pick<PrismaClient, '$queryRaw'>): Promise<void> {
  let taken = batchMax;
  while (taken === batchMax) {
    const [row] = await database.$queryRaw<[{ taken: number }]>`
      SELECT chain_activity(${batchMax}::int) AS taken`;
    taken = row.taken;
  }
}
