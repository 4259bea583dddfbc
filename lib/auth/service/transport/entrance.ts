import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Logger } from 'pino';
import { readTlsFiles, type TlsFiles, TlsFilesError, type TlsPaths } from '../../tls-files.ts';
import { ConfigurationError, type Listening } from '../environment.ts';
import { listenOnPort } from './listen-on-port.ts';
import { listenOnSocket } from './listen-on-socket.ts';
import { openRenewal } from './renew-files.ts';
import { openSecureServer } from './secure-server.ts';
import { openServer, type TransportParts } from './server.ts';

/** One way in, on whichever transport. */
export interface Entrance {
  server: Server | TlsServer;
  /** @throws {ConfigurationError} when the address cannot be had. */
  listen(): Promise<void>;
  /** Looks whether certificates were renewed. To be called again and again. */
  renew(): Promise<void>;
}

/** @throws {ConfigurationError} for certificates that cannot be used. */
export function openEntrance(
  where: Listening,
  parts: Omit<TransportParts, 'certified'>,
  log: Logger,
): Entrance {
  if ('socketPath' in where) {
    const server = openServer(parts);
    return {
      server,
      listen: () => listenOnSocket(server, where.socketPath),
      renew: async () => {},
    };
  }
  const { files: paths } = where;
  const first = readFirst(paths);
  const { server, renew } = openSecureServer(parts, first, log);
  return {
    server,
    listen: () => listenOnPort(server, where, 'AUTH_LISTEN'),
    renew: openRenewal({ paths, first, renew, clock: parts.clock, log }),
  };
}

function readFirst(paths: TlsPaths): TlsFiles {
  try {
    return readTlsFiles(paths, 'serverAuth');
  } catch (error) {
    throw error instanceof TlsFilesError ? new ConfigurationError(error.message) : error;
  }
}
