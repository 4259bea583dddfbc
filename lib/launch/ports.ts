import { createServer } from 'node:net';
import { LaunchError } from './launch-error.ts';

/** @throws {LaunchError} when something else listens there, naming the variable to change. */
export async function requirePort(variable: string, port: number, host: string): Promise<void> {
  const code = await tryListen(port, host).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (code === 'EADDRINUSE') {
    throw new LaunchError(`Port ${port} is taken. Set ${variable} to a free one.`);
  }
  if (code) throw new LaunchError(`${variable} ${port} on ${host} cannot be used (${code}).`);
}

/** A port on 127.0.0.1 that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return tryListen(0, '127.0.0.1');
}

function tryListen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(port, host, () => {
        const address = server.address() as { port: number };
        server.close(() => resolve(address.port));
      });
  });
}
