import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import bcrypt from 'bcrypt';
import type { AdmissionLimits } from './admission.ts';

/** What may wait is hashed in this time alone; beside other work it takes longer, and callers wait five seconds. */
const mostWaitMs = 2_000;
const mostWaiting = 200;

/**
 * How many questions may be in hand and how many may wait, by what this machine can hash.
 *
 * @param cost bcrypt's, of new hashes.
 */
export async function measureLimits(cost: number): Promise<AdmissionLimits> {
  const cores = availableParallelism();
  // One more than can hash: it reads and writes its rows while the others do.
  const running = cores + 1;
  const started = performance.now();
  await bcrypt.hash('', cost);
  const eachMs = performance.now() - started;
  const waiting = Math.floor((mostWaitMs / eachMs) * cores);
  return { running, waiting: Math.max(running, Math.min(mostWaiting, waiting)) };
}
