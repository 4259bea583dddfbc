import type { Server } from 'node:net';
import { ConfigurationError } from '../environment.ts';

/**
 * Puts a server on a TCP address.
 *
 * @param variable that named the address.
 * @throws {ConfigurationError} when the address cannot be had.
 */
export async function listenOnPort(
  server: Server,
  { host, port }: { host: string; port: number },
  variable: 'AUTH_LISTEN' | 'AUTH_WATCH',
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(`${variable}: the address cannot be listened on (${code})`);
  }
}
