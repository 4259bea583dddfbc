import { randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Connections } from './connections.ts';
import {
  bodyMaxBytes,
  callerHeader,
  clocksAgree,
  type RequestOf,
  requestIdHeader,
  timeHeader,
  type Verb,
  type VerdictOf,
  verbs,
} from './contract.ts';
import type { Door } from './door.ts';

/** No trustworthy answer came. It opens nothing, and is told to the customer as an outage. */
export interface Unavailable {
  verdict: 'unavailable';
}

export interface AuthConnection {
  /**
   * Asks the auth service one question. Never throws.
   *
   * @param request may carry secrets; it goes into the socket and nowhere else.
   * @param requestId of what this is asked for, a UUID: it stands in the service's log and journal.
   * @returns a verdict of the contract, or `unavailable` for anything unexpected: a time-out, a refused
   *   caller, an unparseable reply.
   */
  ask<V extends Verb>(
    verb: V,
    request: RequestOf<V>,
    requestId?: string,
  ): Promise<VerdictOf<V> | Unavailable>;
}

const answerWithinMs = 5_000;
// Behind one address there may be replicas that are gone.
const connectionsTried = 3;

/**
 * The one door to the auth service, for the processes that are not the manager.
 *
 * @param options where it is: a Unix socket, or a URL with the files of mutual TLS.
 * @param options.caller name under which the service knows this process.
 * @param options.callerKey secret that goes with the name.
 */
export function connectAuth(options: Door & { caller: string; callerKey: string }): AuthConnection {
  const connections = new Connections(options);
  const known = {
    host: 'url' in options ? options.url.host : 'localhost',
    'content-type': 'application/json',
    [callerHeader]: options.caller,
    authorization: `Bearer ${options.callerKey}`,
  };
  return {
    async ask<V extends Verb>(verb: V, request: RequestOf<V>, requestId: string = randomUUID()) {
      try {
        const body = Buffer.from(JSON.stringify(request));
        if (body.length > bodyMaxBytes) return { verdict: 'unavailable' };
        const headers = { ...known, [requestIdHeader]: requestId, 'content-length': body.length };
        const reply = await post(connections, { headers, path: `/v1/${verb}`, body });
        return verbs[verb].verdict.parse(JSON.parse(reply)) as VerdictOf<V>;
      } catch {
        return { verdict: 'unavailable' };
      }
    },
  };
}

interface Question {
  headers: Record<string, string | number>;
  path: string;
  body: Buffer;
}

/** Carries a failure on, and whether the question may have reached the service before it. */
class Lost extends Error {
  readonly begun: boolean;
  constructor(begun: boolean) {
    super('no answer');
    this.begun = begun;
  }
}

async function post(connections: Connections, question: Question): Promise<string> {
  // Over all attempts, and the whole answer: a reply that trickles is cut off too.
  const signal = AbortSignal.timeout(answerWithinMs);
  for (let left = connectionsTried; ; left--) {
    try {
      return await postOnce(connections, question, signal);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (error.begun) connections.dropIdle();
      // A question that may have begun is not asked twice: who changes a password twice is told *no*.
      if (error.begun || left === 1 || signal.aborted) throw error;
    }
  }
}

function postOnce(
  agent: Connections,
  { headers, path, body }: Question,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const time = { [timeHeader]: new Date().toISOString() };
    const outgoing = httpRequest({
      agent,
      method: 'POST',
      path,
      headers: { ...headers, ...time },
      signal,
    });
    const lost = () => reject(new Lost(agent.wasOpen(outgoing.socket)));
    outgoing.on('error', lost);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('error', lost);
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > bodyMaxBytes) outgoing.destroy(new Error('reply too long'));
        else chunks.push(chunk);
      });
      incoming.on('end', () => {
        if (isAnswer(incoming)) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error('refused'));
      });
    });
    outgoing.end(body);
  });
}

// A service whose clock is far off cannot judge what has expired: its yes is none.
function isAnswer({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 200 && clocksAgree(headers[timeHeader], new Date());
}
