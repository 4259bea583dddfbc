import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import {
  bodyMaxBytes,
  callerHeader,
  clocksAgree,
  requestIdHeader,
  timeHeader,
} from '../../contract.ts';
import type { Caller } from '../callers.ts';
import type { Decide } from '../decide.ts';
import { type CallerKeys, isCallerKey, namedCaller } from '../keys/caller-keys.ts';

/** Why somebody who named a caller was refused. For the journal only. */
export type Refusal = 'wrong-key' | 'wrong-certificate' | 'clock-apart';

export interface TransportParts {
  callerKeys: CallerKeys;
  decide: Decide;
  clock: () => Date;
  /** Resolves when the database answers. */
  checkHealth: () => Promise<void>;
  /** Told of a caller that is named and was not believed. Awaited, never throws. */
  refused: (caller: Caller, requestId: string, because: Refusal) => Promise<void>;
  /** Whose certificate a connection shows, null for nobody's. Absent where only our own user can connect. */
  certified?: (socket: Socket) => Caller | null;
}

// One answer for every refusal: an unknown caller, a wrong key, a verb not on its list, nonsense.
const refusal = { verdict: 'no' };
// A UUID and nothing freer: it is logged and journalled, and a token put there by mistake would be too.
const requestIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How much and how long, on either transport. */
export const bounds = {
  maxHeaderSize: 8_192,
  headersTimeout: 2_000,
  requestTimeout: 5_000,
  // Longer than the callers keep theirs, so that none is closed just as it is used again.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
};
export const maxConnections = 1_024;

/** HTTP on a Unix socket: who asks, how much, how long. Decides nothing. */
export function openServer(parts: TransportParts): Server {
  const server = createServer(bounds, answerWith(parts));
  server.maxConnections = maxConnections;
  return server;
}

/** The same answers on either transport. */
export function answerWith(parts: TransportParts): RequestListener {
  return (request, response) => {
    const fail = () => send(parts, response, 503, { verdict: 'unavailable' });
    answer(parts, request, response).catch(fail);
  };
}

async function answer(parts: TransportParts, request: IncomingMessage, response: ServerResponse) {
  const caller = namedCaller(single(request.headers[callerHeader]));
  const certified = parts.certified?.(request.socket);
  if (certified !== null && request.method === 'GET' && request.url === '/health') {
    await parts.checkHealth();
    return send(parts, response, 200, { status: 'ok' });
  }
  const requestId = readRequestId(request);
  const distrust = caller ? findDistrust(parts, request, caller, certified) : null;
  if (caller && distrust) await parts.refused(caller, requestId, distrust);
  if (!caller || distrust) return refuse(parts, request, response, 403);
  const verb = /^\/v1\/([a-z-]{1,64})$/.exec(request.url ?? '')?.[1];
  const json = /^application\/json\b/.test(request.headers['content-type'] ?? '');
  if (!verb || request.method !== 'POST' || !json) return refuse(parts, request, response, 400);
  const body = await readJson(request);
  if (!body) return refuse(parts, request, response, 400);
  const reply = await parts.decide(caller, verb, body.value, requestId);
  if (reply.verdict === 'forbidden') return send(parts, response, 403, refusal);
  if (reply.verdict !== 'unavailable') return send(parts, response, 200, reply);
  const { verdict, retryAfterSeconds } = reply;
  if (retryAfterSeconds) response.setHeader('retry-after', retryAfterSeconds);
  return send(parts, response, 503, { verdict });
}

/** @param certified whose certificate was shown; undefined where none is asked for. */
function findDistrust(
  { callerKeys, clock }: TransportParts,
  { headers }: IncomingMessage,
  caller: Caller,
  certified: Caller | null | undefined,
): Refusal | null {
  if (certified !== undefined && certified !== caller) return 'wrong-certificate';
  const key = /^Bearer (\S{1,512})$/.exec(headers.authorization ?? '')?.[1];
  if (!key || !isCallerKey(callerKeys, caller, key)) return 'wrong-key';
  return clocksAgree(headers[timeHeader], clock()) ? null : 'clock-apart';
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

function refuse(
  parts: TransportParts,
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
) {
  // The rest of the body is not worth reading.
  response.setHeader('connection', 'close');
  send(parts, response, status, refusal);
  request.resume();
}

function send(parts: TransportParts, response: ServerResponse, status: number, body: object) {
  if (response.headersSent || response.destroyed) return;
  // Its certificate was good when the question came, and is no more.
  const { socket } = response.req;
  if (parts.certified?.(socket) === null) response.setHeader('connection', 'close');
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    [timeHeader]: parts.clock().toISOString(),
  });
  response.end(text);
}
