import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import next from 'next';
import type { Logger } from 'pino';
import { requestIdHeader } from '../auth/contract.ts';
import type { ManagerEnvironment } from './environment.ts';
import { guardRequest } from './guard-request.ts';
import { inRequest } from './log-failures.ts';
import { responseHeaders } from './response-headers.ts';

/**
 * The manager's own thin server in front of Next: it decides what a client may say about itself, and
 * bounds how much of it and for how long.
 *
 * @param settings the manager's environment.
 * @param dir folder of the built application.
 * @param log told of each answer.
 */
export async function createManagerServer(
  settings: ManagerEnvironment,
  dir: string,
  log: Logger,
): Promise<Server> {
  const app = next({ dev: false, dir, hostname: settings.host, port: settings.port });
  await app.prepare();
  const handle = app.getRequestHandler();
  // Next answers upgrades by itself, past everything here, and holds their sockets for ever. There is no
  // WebSocket in the panel: a request for one is a request like any other.
  const options = { shouldUpgradeCallback: () => false };
  const server = createServer(options, (request, response) => {
    const admitted = admit(request, response, settings);
    const requestId = String(request.headers[requestIdHeader]);
    if (!request.url?.startsWith('/_next/')) {
      logAnswer(log.child({ requestId }), request.method, response);
    }
    if (admitted) void inRequest(requestId, () => handle(request, response));
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 5_000;
  server.maxHeadersCount = 100;
  return server;
}

// Neither path nor query: a link's token is in one, and whatever somebody typed may be in either.
function logAnswer(log: Logger, method: string | undefined, response: ServerResponse): void {
  const started = performance.now();
  response.once('close', () => {
    const ms = Math.round(performance.now() - started);
    const { statusCode: status, writableFinished: whole } = response;
    log.info({ event: 'answered', method, status, whole, ms });
  });
}

function admit(
  request: IncomingMessage,
  response: ServerResponse,
  { publicUrl, trustedProxies }: ManagerEnvironment,
): boolean {
  const outgoing = responseHeaders(publicUrl.protocol === 'https:');
  for (const [name, value] of Object.entries(outgoing)) response.setHeader(name, value);
  const guarded = guardRequest(request, publicUrl, trustedProxies);
  if (!guarded.pass) {
    const location = guarded.status === 307 ? { location: guarded.location } : {};
    response.writeHead(guarded.status, {
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
      ...location,
    });
    response.end(guarded.status === 307 ? '' : guarded.words);
    return false;
  }
  response.setHeader(requestIdHeader, String(request.headers[requestIdHeader]));
  request.headers['content-security-policy'] = outgoing['content-security-policy'];
  return true;
}
