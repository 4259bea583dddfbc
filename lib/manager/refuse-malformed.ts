import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { responseHeaders } from './response-headers.ts';

const statuses: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/**
 * Answers what Node could not read as a request, or was not sent in time, with the headers of every answer:
 * Node's own words for it have none. Where an answer has begun, the connection is only cut.
 */
export function refuseMalformed(server: Server, secure: boolean, log: Logger): void {
  const answering = new WeakMap<Socket, ServerResponse>();
  server.on('request', ({ socket }, response) => answering.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const status = statuses[error.code ?? ''] ?? 400;
    const response = answering.get(socket);
    const begun = response?.headersSent && !response.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || begun) {
      socket.destroy();
      return;
    }
    log.info({ event: 'answered', status, whole: true });
    socket.end(plainAnswer(status, secure), () => socket.destroy());
  });
}

function plainAnswer(status: number, secure: boolean): string {
  const words = STATUS_CODES[status] ?? '';
  const headers = {
    ...responseHeaders(secure),
    'cache-control': 'no-store',
    connection: 'close',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': words.length,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${words}`, ...lines, '', words].join('\r\n');
}
