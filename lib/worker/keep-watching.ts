import type { Logger } from 'pino';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { watchSignIns } from '../signals/watch-sign-ins.ts';

/** How long a sign-in waits at most before it is held against the patterns, when all is well. */
const everyMs = 1_000;

/**
 * Watches sign-ins for as long as the worker runs. What fails is logged, stays in the queue and is tried again.
 *
 * @returns what lets the batch under way end and starts no other.
 */
export function keepWatching(database: PrismaClient, log: Pick<Logger, 'error'>) {
  const stopping = Promise.withResolvers<void>();
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      await watchSignIns(database).catch(({ name, code }) =>
        log.error({ event: 'watch-failed', name, code }),
      );
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
