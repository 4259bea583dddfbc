import type { Logger } from 'pino';

const everyMs = 1_000;

/**
 * Raises one alert a second about questions turned away, with their number: a line for each would be work
 * that the flood orders.
 */
export function openShedLog(log: Logger, clock: () => Date): () => void {
  let since = 0;
  let shed = 0;
  return () => {
    shed++;
    const now = clock().getTime();
    // A clock set back must not silence it.
    if (Math.abs(now - since) < everyMs) return;
    log.error({ event: 'overloaded', shed });
    since = now;
    shed = 0;
  };
}
