import { chmodSync, lstatSync, mkdirSync, rmSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { ConfigurationError } from '../environment.ts';

/**
 * Puts the server on a Unix socket that only our user can open.
 *
 * @throws {ConfigurationError} when another service answers there, or its folder is open to others.
 */
export async function listenOnSocket(server: Server, socketPath: string): Promise<void> {
  const folder = path.dirname(socketPath);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { mode, uid } = statSync(folder);
  if ((mode & 0o077) !== 0 || uid !== process.getuid?.()) {
    throw new ConfigurationError(
      `${folder} must have mode 0700 and belong to the auth service's user`,
    );
  }
  if (await someoneAnswers(socketPath)) {
    throw new ConfigurationError(`another auth service answers on ${socketPath}`);
  }
  removeStale(socketPath);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // listen() binds before it returns: the socket never exists with a wider mode.
    const before = process.umask(0o177);
    server.listen(socketPath, () => {
      server.off('error', reject);
      resolve();
    });
    process.umask(before);
  });
  chmodSync(socketPath, 0o600);
}

function removeStale(socketPath: string) {
  const found = lstatSync(socketPath, { throwIfNoEntry: false });
  if (found && !found.isSocket()) {
    throw new ConfigurationError(`${socketPath} is in the way and is not a socket`);
  }
  rmSync(socketPath, { force: true });
}

function someoneAnswers(socketPath: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = connect(socketPath);
    probe.setTimeout(1_000, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      else reject(new ConfigurationError(`${socketPath} is in the way: ${error.code}`));
    });
  });
}
