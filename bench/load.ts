import { performance } from 'node:perf_hooks';

export interface Load {
  /** Answers a second. */
  perSecond: number;
  answers: number;
  /** How long it took. */
  seconds: number;
  /** Latency of each answer, ms, in rising order. */
  ms: number[];
}

/**
 * A closed loop: `concurrency` clients, each asking again as soon as it is answered.
 *
 * @param ask one question; what it throws ends the bench, so that no error is counted as speed.
 */
export async function closedLoop(
  options: { concurrency: number; seconds: number },
  ask: (index: number) => Promise<unknown>,
): Promise<Load> {
  const ms: number[] = [];
  const started = performance.now();
  const until = started + options.seconds * 1_000;
  let index = 0;
  const client = async () => {
    while (performance.now() < until) {
      const since = performance.now();
      await ask(index++);
      ms.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, client));
  const seconds = (performance.now() - started) / 1_000;
  return {
    perSecond: ms.length / seconds,
    answers: ms.length,
    seconds,
    ms: ms.sort((a, b) => a - b),
  };
}

/** The value below which `share` of the sorted values lie. */
export function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The middle one. */
export function median(values: number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
