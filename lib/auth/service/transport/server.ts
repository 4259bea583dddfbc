import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { bodyMaxBytes, callerHeader, requestIdHeader } from '../../contract.ts';
import type { Caller } from '../callers.ts';
import type { Decide } from '../decide.ts';
import { type CallerKeys, isCallerKey, namedCaller } from '../keys/caller-keys.ts';

export interface TransportParts {
  callerKeys: CallerKeys;
  decide: Decide;
  /** Resolves when the database answers. */
  checkHealth: () => Promise<void>;
  /** Told of a caller that is named and did not prove to be it. Awaited, never throws. */
  refused: (caller: Caller, requestId: string) => Promise<void>;
}

// One answer for every refusal: an unknown caller, a wrong key, a verb not on its list, nonsense.
const refusal = { verdict: 'no' };
// A UUID and nothing freer: it is logged and journalled, and a token put there by mistake would be too.
const requestIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** HTTP over whatever socket it is put on: who asks, how much, how long. Decides nothing. */
export function openServer(parts: TransportParts): Server {
  const server = createServer(
    {
      maxHeaderSize: 8_192,
      headersTimeout: 2_000,
      requestTimeout: 5_000,
      // Longer than the callers keep theirs, so that none is closed just as it is used again.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      answer(parts, request, response).catch(() => send(response, 503, { verdict: 'unavailable' }));
    },
  );
  server.maxConnections = 1_024;
  return server;
}

async function answer(parts: TransportParts, request: IncomingMessage, response: ServerResponse) {
  if (request.method === 'GET' && request.url === '/health') {
    await parts.checkHealth();
    return send(response, 200, { status: 'ok' });
  }
  const requestId = readRequestId(request);
  const caller = namedCaller(single(request.headers[callerHeader]));
  const key = /^Bearer (\S{1,512})$/.exec(request.headers.authorization ?? '')?.[1];
  if (!caller || !key || !isCallerKey(parts.callerKeys, caller, key)) {
    if (caller) await parts.refused(caller, requestId);
    return refuse(request, response, 403);
  }
  const verb = /^\/v1\/([a-z-]{1,64})$/.exec(request.url ?? '')?.[1];
  const json = /^application\/json\b/.test(request.headers['content-type'] ?? '');
  if (!verb || request.method !== 'POST' || !json) return refuse(request, response, 400);
  const body = await readJson(request);
  if (!body) return refuse(request, response, 400);
  const reply = await parts.decide(caller, verb, body.value, requestId);
  if (reply.verdict === 'forbidden') return send(response, 403, refusal);
  if (reply.verdict !== 'unavailable') return send(response, 200, reply);
  const { verdict, retryAfterSeconds } = reply;
  if (retryAfterSeconds) response.setHeader('retry-after', retryAfterSeconds);
  return send(response, 503, { verdict });
}

/** @returns null for a body too long, cut short, or not JSON. */
async function readJson(request: IncomingMessage): Promise<{ value: unknown } | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > bodyMaxBytes) return null;
      chunks.push(chunk);
    }
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return null;
  }
}

function readRequestId(request: IncomingMessage): string {
  const given = single(request.headers[requestIdHeader]);
  return given && requestIdPattern.test(given) ? given : randomUUID();
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? undefined : header;
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number) {
  // The rest of the body is not worth reading.
  response.setHeader('connection', 'close');
  send(response, status, refusal);
  request.resume();
}

function send(response: ServerResponse, status: number, body: object) {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}
