import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import next from 'next';
import type { Logger } from 'pino';
import { requestIdHeader } from '../auth/contract.ts';
import { boundConnections } from './bound-connections.ts';
import { type Bounds, usualBounds } from './bounds.ts';
import type { ManagerEnvironment } from './environment.ts';
import { carrying, formTokenHeader, formTokens } from './form-token.ts';
import { guardRequest, headersMax, isScripted } from './guard-request.ts';
import { refuse } from './refuse.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import { inRequest, type RequestScope } from './request-scope.ts';
import { newNonce } from './response-headers.ts';
import { sealAnswer } from './seal-answer.ts';

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
  bounds: Bounds = usualBounds,
): Promise<Server> {
  const app = next({ dev: false, dir, hostname: settings.host, port: settings.port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const admit = admission(settings);
  const options = {
    // Next answers upgrades by itself, past everything here, and holds their sockets for ever. There is no
    // WebSocket in the panel: a request for one is a request like any other.
    shouldUpgradeCallback: () => false,
    // Node's own refusal of a request without a host has none of our headers.
    requireHostHeader: false,
    connectionsCheckingInterval: bounds.lookMs,
    maxHeaderSize: bounds.headersBytes,
  };
  const server = createServer(options, (request, response) => {
    const admitted = admit(request, response);
    const scope = { requestId: String(request.headers[requestIdHeader]), questions: 0 };
    if (!request.url?.startsWith('/_next/')) logAnswer(log, scope, request.method, response);
    boundAnswer(response, bounds.answerMs);
    void admitted.then((own) => {
      if (own) void inRequest(scope, () => handle(own, response));
    });
  });
  // What a client expects of us is not ours to promise: without a listener Node answers 417 by itself.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.headersTimeout = bounds.headersMs;
  server.requestTimeout = bounds.requestMs;
  server.keepAliveTimeout = bounds.keepAliveMs;
  server.timeout = bounds.silenceMs;
  // Above our own bound, so that none is dropped before it is counted.
  server.maxHeadersCount = 2 * headersMax;
  boundConnections(server, bounds, settings.trustedProxies);
  refuseMalformed(server, settings.publicUrl.protocol === 'https:', log);
  return server;
}

// Neither path nor query: a link's token is in one, and whatever somebody typed may be in either.
function logAnswer(
  log: Logger,
  scope: RequestScope,
  method: string | undefined,
  response: ServerResponse,
): void {
  const started = performance.now();
  response.once('close', () => {
    const ms = Math.round(performance.now() - started);
    const { statusCode: status, writableFinished: whole } = response;
    log.info({ event: 'answered', ...scope, method, status, whole, ms });
  });
}

// However little at a time a client takes of an answer, at some time it is over.
function boundAnswer(response: ServerResponse, answerMs: number): void {
  const timer = setTimeout(() => response.destroy(), answerMs).unref();
  response.once('close', () => clearTimeout(timer));
}

/** @returns what decides about a request: what of it goes on to Next, or null where it has been answered. */
function admission({ publicUrl, trustedProxies, sessionSecret }: ManagerEnvironment) {
  const secure = publicUrl.protocol === 'https:';
  const forms = formTokens(sessionSecret, secure);
  return async (request: IncomingMessage, response: ServerResponse) => {
    const { url = '/', method } = request;
    const nonce = newNonce();
    sealAnswer(response, url, publicUrl, nonce);
    const guarded = guardRequest(request, publicUrl, trustedProxies);
    if (!guarded.pass) return refuse(request, response, guarded, publicUrl);
    response.setHeader(requestIdHeader, String(request.headers[requestIdHeader]));
    request.headers['content-security-policy'] = String(
      response.getHeader('content-security-policy'),
    );

    const known = forms.read(request);
    const number = known ?? forms.make();
    request.headers[formTokenHeader] = forms.token(number);
    if (method === 'POST' && !isScripted(request)) {
      const own = known ? await carrying(request, forms.seeker(number)) : null;
      return own ?? refuse(request, response, outOfDate, publicUrl);
    }
    if (!known && method === 'GET' && isPage(request)) {
      response.setHeader('set-cookie', forms.cookie(number));
    }
    return request;
  };
}

// What a page loads, or has loaded ahead, must not change the number that its forms were made with.
function isPage({ url, headers }: IncomingMessage): boolean {
  const loaded = url?.startsWith('/_next/') || headers.rsc;
  return !loaded && (headers['sec-fetch-dest'] ?? 'document') === 'document';
}

const outOfDate = { pass: false, status: 403, because: 'out-of-date' } as const;
