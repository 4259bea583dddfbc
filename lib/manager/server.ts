import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import next from 'next';
import type { ManagerEnvironment } from './environment.ts';
import { guardRequest } from './guard-request.ts';
import { responseHeaders } from './response-headers.ts';

/**
 * The manager's own thin server in front of Next: it decides what a client may say about itself, and
 * bounds how much of it and for how long.
 *
 * @param settings the manager's environment.
 * @param dir folder of the built application.
 */
export async function createManagerServer(
  settings: ManagerEnvironment,
  dir: string,
): Promise<Server> {
  const app = next({ dev: false, dir, hostname: settings.host, port: settings.port });
  await app.prepare();
  const handle = app.getRequestHandler();
  // Next answers upgrades by itself, past everything here, and holds their sockets for ever. There is no
  // WebSocket in the panel: a request for one is a request like any other.
  const options = { shouldUpgradeCallback: () => false };
  const server = createServer(options, (request, response) => {
    if (admit(request, response, settings)) void handle(request, response);
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 5_000;
  server.maxHeadersCount = 100;
  return server;
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
  request.headers['content-security-policy'] = outgoing['content-security-policy'];
  return true;
}
