import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { nobody } from './mark-passing.ts';

/** Customers that one statement looks at: it holds up who places a hold, so it is short. */
const customersMax = 50;

/**
 * Removes what was marked and signed, of all customers in turn, until nothing of it is left or the time is up. Each
 * batch is a statement: dying in between leaves none half done.
 */
export async function removePassing(
  database: PrismaClient,
  days: number,
  until: number,
): Promise<void> {
  for (let [after, removed] = [nobody, 0]; Date.now() < until; ) {
    const [row] = await database.$queryRaw<{ last: string; entries: number }[]>`
      SELECT last, entries FROM remove_passing(${after}::uuid, ${days}::int, ${customersMax}::int)`;
    // At the end of a round in which something went there may be more.
    if (!row && removed === 0) return;
    [after, removed] = row ? [row.last, removed + row.entries] : [nobody, 0];
  }
}
