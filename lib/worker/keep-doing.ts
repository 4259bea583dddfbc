import type { Logger } from 'pino';

/**
 * Does some work every so often for as long as the worker runs. What fails is logged under `event`, and tried again.
 *
 * @returns what lets the work under way end and starts no other.
 */
export function keepDoing(
  work: () => Promise<void>,
  { everyMs, event, log }: { everyMs: number; event: string; log: Pick<Logger, 'error'> },
): () => Promise<void> {
  const stopping = Promise.withResolvers<void>();
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      await work().catch(({ name, code }) => log.error({ event, name, code }));
      let timer: NodeJS.Timeout | undefined;
      const pause = new Promise((resolve) => {
        timer = setTimeout(resolve, everyMs);
      });
      await Promise.race([pause, stopping.promise]);
      clearTimeout(timer);
    }
  })();
  return async () => {
    stopped = true;
    stopping.resolve();
    await running;
  };
}
