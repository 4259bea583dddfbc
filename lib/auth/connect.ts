import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import {
  bodyMaxBytes,
  callerHeader,
  type RequestOf,
  requestIdHeader,
  type Verb,
  type VerdictOf,
  verbs,
} from './contract.ts';

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

/**
 * The one door to the auth service, for the processes that are not the manager.
 *
 * @param options.socketPath its Unix socket.
 * @param options.caller name under which the service knows this process.
 * @param options.callerKey secret that goes with the name.
 */
export function connectAuth(options: {
  socketPath: string;
  caller: string;
  callerKey: string;
}): AuthConnection {
  const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 30_000 });
  const known = {
    'content-type': 'application/json',
    [callerHeader]: options.caller,
    authorization: `Bearer ${options.callerKey}`,
  };
  return {
    async ask<V extends Verb>(verb: V, request: RequestOf<V>, requestId: string = randomUUID()) {
      try {
        const body = Buffer.from(JSON.stringify(request));
        if (body.length > bodyMaxBytes) return { verdict: 'unavailable' };
        const headers = { ...known, [requestIdHeader]: requestId };
        const reply = await post({ agent, headers, socketPath: options.socketPath, verb, body });
        return verbs[verb].verdict.parse(JSON.parse(reply)) as VerdictOf<V>;
      } catch {
        return { verdict: 'unavailable' };
      }
    },
  };
}

interface Post {
  agent: Agent;
  headers: Record<string, string>;
  socketPath: string;
  verb: Verb;
  body: Buffer;
}

function post({ agent, headers, socketPath, verb, body }: Post): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      agent,
      socketPath,
      method: 'POST',
      path: `/v1/${verb}`,
      headers: { ...headers, 'content-length': body.length },
      // Whole answer, not silence between bytes: a reply that trickles is cut off too.
      signal: AbortSignal.timeout(answerWithinMs),
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('error', reject);
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > bodyMaxBytes) outgoing.destroy(new Error('reply too long'));
        else chunks.push(chunk);
      });
      incoming.on('end', () => {
        if (incoming.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error('refused'));
      });
    });
    outgoing.end(body);
  });
}
