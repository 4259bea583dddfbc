import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';
import { closedLoop } from './load.ts';

/**
 * The peer of every figure about hashing: bcrypt and nothing else, on as many threads as there are cores.
 *
 * @param cost bcrypt's.
 * @returns hashes a second.
 */
export async function rawBcrypt(cost: number, seconds: number): Promise<number> {
  const hash = await bcrypt.hash('a password of nobody', cost);
  const concurrency = availableParallelism();
  const load = await closedLoop({ concurrency, seconds }, () => bcrypt.compare('another', hash));
  return load.perSecond;
}
