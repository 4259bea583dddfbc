import type { Surroundings } from './surroundings.ts';

/** Notes that one statement takes, and how long one job may go on: what is left waits for the next minute's. */
const [batchMax, jobSeconds] = [5_000, 45];

/**
 * Brings what `activity` has been given since into the counts of the overview. Dying in between loses nothing and
 * counts nothing twice: each statement takes its notes and adds them, or does neither.
 */
export async function countSignIns({ database }: Pick<Surroundings, 'database'>): Promise<void> {
  const until = Date.now() + jobSeconds * 1_000;
  let taken = batchMax;
  while (taken === batchMax && Date.now() < until) {
    const [row] = await database.$queryRaw<[{ taken: number }]>`
      SELECT count_sign_ins(${batchMax}::int) AS taken`;
    taken = row.taken;
  }
}
