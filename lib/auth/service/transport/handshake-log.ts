import type { Logger } from 'pino';

const everyMs = 1_000;
/** Somebody came and went, as a load balancer does that looks whether we listen. */
const cameAndWent = 'ECONNRESET';

/**
 * Notes connections that did not show a certificate to our liking: one line a second with their number, and
 * no alert. Whoever reaches the port can cause them.
 */
export function openHandshakeLog(log: Logger, clock: () => Date): (code: string) => void {
  let since = 0;
  let count = 0;
  return (code) => {
    if (code === cameAndWent) return;
    count++;
    const now = clock().getTime();
    if (Math.abs(now - since) < everyMs) return;
    log.warn({ event: 'handshake-refused', code, count });
    since = now;
    count = 0;
  };
}
