import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { callerHeader, type Verb, verbs } from '../../auth/contract.ts';
import type { Zones } from '../environment.ts';
import { type Attempt, kindOf } from './attempt.ts';
import { expectedVerbs } from './expected-verbs.ts';

const callers = ['manager', 'worker', 'operator'] as const;
const answerWithinMs = 5_000;

/**
 * Each caller asks what is not on its list, and strangers ask with no key, a wrong one, and somebody
 * else's. Questions are empty where that does, so that one that is let in is malformed and does nothing.
 */
export async function tryVerbs(zones: Zones): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const zone of callers) {
    const door = zones[zone];
    const ask = (verb: Verb, caller: string, key: string | null) =>
      post(door.authSocket, verb, caller, key);
    try {
      const key = readFileSync(door.callerKeyFile, 'utf8').trim();
      const own = expectedVerbs[zone];
      attempts.push(await known(zone, own[0] as Verb, ask(own[0] as Verb, zone, key)));
      for (const verb of Object.keys(verbs) as Verb[]) {
        if (!own.includes(verb)) {
          attempts.push(await refused(zone, `asks ${verb}`, ask(verb, zone, key)));
        }
      }
      const [verb] = own as [Verb];
      const wrong = `${key.slice(1)}A`;
      attempts.push(await refused(zone, `asks ${verb} with no key`, ask(verb, zone, null)));
      attempts.push(await refused(zone, `asks ${verb} with a wrong key`, ask(verb, zone, wrong)));
      for (const other of callers.filter((caller) => caller !== zone)) {
        const [theirs] = expectedVerbs[other] as [Verb];
        const what = `asks ${theirs} under the name ${other} with its own key`;
        attempts.push(await refused(zone, what, ask(theirs, other, key)));
      }
    } catch (error) {
      const detail = kindOf(error);
      attempts.push({ zone, attempt: 'asks the auth service', result: 'UNCLEAR', detail });
    }
  }
  return attempts;
}

async function known(zone: string, verb: Verb, reply: Promise<Reply>): Promise<Attempt> {
  const attempt = 'is known to the auth service, so that refusals mean something';
  const { status, error } = await reply;
  const detail = error ?? `${verb} ${status}`;
  return { zone, attempt, result: status === 200 ? 'holds' : 'UNCLEAR', detail };
}

async function refused(zone: string, attempt: string, reply: Promise<Reply>): Promise<Attempt> {
  const { status, error } = await reply;
  if (status === 403) return { zone, attempt, result: 'refused', detail: '403' };
  const result = status === undefined || status >= 500 ? 'UNCLEAR' : 'ALLOWED';
  return { zone, attempt, result, detail: error ?? `${status}` };
}

interface Reply {
  status?: number | undefined;
  error?: string;
}

function post(socketPath: string, verb: Verb, caller: string, key: string | null): Promise<Reply> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        socketPath,
        method: 'POST',
        path: `/v1/${verb}`,
        headers: {
          'content-type': 'application/json',
          [callerHeader]: caller,
          ...(key && { authorization: `Bearer ${key}` }),
        },
        signal: AbortSignal.timeout(answerWithinMs),
      },
      (reply) => {
        reply.resume().on('error', () => {});
        resolve({ status: reply.statusCode });
      },
    );
    outgoing.on('error', (error) => resolve({ error: kindOf(error) }));
    outgoing.end(JSON.stringify(questions[verb] ?? {}));
  });
}

// These two have no answer to nonsense but refusal, so that only a proper question tells a caller that
// is let in. The row is rejected. A set-up, were it opened, would have a link that nobody knows.
const questions: Partial<Record<Verb, object>> = {
  'import-credentials': {
    rows: [
      {
        subject: '00000000-0000-4000-8000-000000000000',
        email: 'zones@example.net',
        language: 'en',
        passwordHash: 'zones',
        passwordSetAt: '2000-01-01T00:00:00Z',
      },
    ],
  },
  'open-setup': { tokenHash: randomBytes(32).toString('hex') },
};
