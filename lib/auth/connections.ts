import { Agent } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  connect as tlsConnect,
} from 'node:tls';
import type { Door, RemoteDoor } from './door.ts';
import { readTlsFiles, usages } from './tls-files.ts';

const openWithinMs = 2_000;
// So that questions spread over replicas that came later, and a renewed certificate is shown soon.
const keepMs = 300_000;

/** Connections to the auth service that are kept for the next question, whatever they run over. */
export class Connections extends Agent {
  readonly #connect: () => { socket: Socket; ready: string };
  /** When each was open, from which moment what is written to it may arrive. */
  readonly #openSince = new WeakMap<object, number>();

  constructor(door: Door) {
    super({ keepAlive: true, maxSockets: 64, timeout: 30_000 });
    this.#connect = 'url' in door ? remote(door) : local(door.socketPath);
  }

  override createConnection(): Socket {
    const { socket, ready } = this.#connect();
    const late = setTimeout(() => socket.destroy(new Error('not open in time')), openWithinMs);
    socket.once('close', () => clearTimeout(late));
    socket.once(ready, () => {
      clearTimeout(late);
      this.#openSince.set(socket, Date.now());
    });
    return socket;
  }

  override keepSocketAlive(socket: Socket): boolean {
    const age = Math.abs(Date.now() - (this.#openSince.get(socket) ?? 0));
    return age < keepMs && (super.keepSocketAlive(socket) as unknown) !== false;
  }

  /** Whether anything can have reached the service: not before both sides have proven who they are. */
  wasOpen(socket: Socket | null | undefined): boolean {
    return socket != null && this.#openSince.has(socket);
  }

  /** Forgets the connections that wait: what one replica did not answer, it may not answer on any. */
  dropIdle(): void {
    for (const sockets of Object.values(this.freeSockets)) {
      for (const socket of [...(sockets ?? [])]) socket.destroy();
    }
  }
}

function local(socketPath: string) {
  return () => ({ socket: connect(socketPath), ready: 'connect' });
}

function remote(door: RemoteDoor) {
  const host = door.url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(door.url.port || 443);
  let context: SecureContext | undefined;
  return () => {
    context = readContext(door, context);
    const socket = tlsConnect({
      host,
      port,
      servername: isIP(host) ? '' : host,
      secureContext: context,
      // Said, so that no variable of the environment can unsay it.
      rejectUnauthorized: true,
      checkServerIdentity: checkServer,
    });
    return { socket, ready: 'secureConnect' };
  };
}

// Read for each connection: certificates are renewed while we run. One half of a new pair is no reason to stop.
function readContext(door: RemoteDoor, before: SecureContext | undefined): SecureContext {
  try {
    const { cert, key, ca } = readTlsFiles(door, 'clientAuth');
    return createSecureContext({ cert, key, ca, minVersion: 'TLSv1.3' });
  } catch (error) {
    if (before) return before;
    throw error;
  }
}

function checkServer(host: string, certificate: PeerCertificate): Error | undefined {
  // Node takes a common name where there is no alternative one, and OpenSSL a certificate for any use.
  if (!certificate.subjectaltname) return new Error('the certificate names no host');
  if (!certificate.ext_key_usage?.includes(usages.serverAuth)) {
    return new Error('the certificate is not for a server');
  }
  return checkServerIdentity(host, certificate);
}
