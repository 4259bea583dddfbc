import { constants, type X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import { type TlsFiles, usages } from '../../tls-files.ts';
import type { Caller } from '../callers.ts';
import { namedCaller } from '../keys/caller-keys.ts';
import { openHandshakeLog } from './handshake-log.ts';
import { answerWith, bounds, maxConnections, type TransportParts } from './server.ts';

export interface SecureServer {
  server: Server;
  /** Shows and trusts these from now on. @throws for what OpenSSL does not take; nothing changes then. */
  renew(files: TlsFiles): void;
}

/** What a connection showed when it was opened, and whom we trusted then. */
interface Shown {
  caller: Caller | null;
  until: Date;
  trusted: string;
}

const handshakeWithinMs = 3_000;

/**
 * The same over mutual TLS. A connection without a certificate of our own authority is closed before any
 * HTTP; which caller it may ask as is what its certificate says.
 */
export function openSecureServer(
  parts: Omit<TransportParts, 'certified'>,
  first: TlsFiles,
  log: Logger,
): SecureServer {
  const shown = new WeakMap<Socket, Shown>();
  let trusted = first.ca;
  const certified = (socket: Socket): Caller | null => {
    const connection = shown.get(socket);
    // Asked for each question: a connection may outlive its certificate, or our trust in who signed it.
    if (!connection || connection.trusted !== trusted) return null;
    return parts.clock() <= connection.until ? connection.caller : null;
  };
  const server = createServer(
    {
      ...bounds,
      ...contextOf(first),
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: handshakeWithinMs,
    },
    answerWith({ ...parts, certified }),
  );
  server.maxConnections = maxConnections;
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) return void socket.destroy();
    const caller = callerOf(certificate);
    shown.set(socket, { caller, until: certificate.validToDate, trusted });
  });
  const tell = openHandshakeLog(log, parts.clock);
  server.on('tlsClientError', (error: NodeJS.ErrnoException, { authorizationError }) =>
    tell(String(authorizationError ?? error.code)),
  );
  return {
    server,
    renew(files) {
      server.setSecureContext(contextOf(files));
      if (files.ca === trusted) return;
      trusted = files.ca;
      server.closeIdleConnections();
    },
  };
}

function contextOf({ cert, key, ca }: TlsFiles): SecureContextOptions {
  return {
    cert,
    key,
    ca,
    minVersion: 'TLSv1.3',
    // A resumed session shows no certificate: whoever has its ticket would be believed beyond its end.
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}

/** Which caller a certificate of our authority names: by exactly one name, and for a client's use. */
function callerOf({ subjectAltName, keyUsage }: X509Certificate): Caller | null {
  if (!keyUsage?.includes(usages.clientAuth)) return null;
  return namedCaller(/^DNS:([a-z]+)\.bulkhead\.internal$/.exec(subjectAltName ?? '')?.[1]);
}
