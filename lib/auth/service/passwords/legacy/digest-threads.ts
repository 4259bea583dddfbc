import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { DigestTask } from './digest-thread.ts';

const idleMs = 10_000;
let threads: Piscina | undefined;

/**
 * Computes a digest in a thread of its own. Node hashes SHA-256 only where it is called, and half a million
 * rounds there would hold up every other customer's answer.
 *
 * @throws when the thread died: nothing is decided then.
 */
export async function computeDigest(task: DigestTask): Promise<Buffer> {
  threads ??= new Piscina({
    filename: new URL('./digest-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: availableParallelism(),
    idleTimeout: idleMs,
    // The service's environment is none of their business.
    env: {},
  });
  return Buffer.from(await threads.run(task));
}
