import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { callerHeader, timeHeader, type Verb, verbs } from '../../auth/contract.ts';
import type { Zones } from '../environment.ts';
import type { Attempt } from './attempt.ts';
import { harmlessRequests } from './harmless-requests.ts';

const everyVerb = Object.keys(verbs) as Verb[];
const operatorVerbs: Verb[] = [
  'open-setup',
  'import-credentials',
  'wrap-legacy-hashes',
  'rotate-keys',
  'describe-keys',
  'void-authenticators',
];

const workerVerbs: Verb[] = ['add-to-reset', 'sign-activity-checkpoint', 'offer-disowning'];

/** What each caller may ask, written down a second time: the service's own list is what is on trial. */
const expectedVerbs: Record<Caller, Verb[]> = {
  manager: everyVerb.filter((verb) => ![...operatorVerbs, ...workerVerbs].includes(verb)),
  worker: ['describe-reset', 'list-reset', ...workerVerbs],
  operator: [...operatorVerbs, 'describe-passwords'],
};
/** One verb each that must be answered: where nothing is answered, a refusal proves nothing. */
const answered: Record<Caller, Verb> = {
  manager: 'describe-reset',
  worker: 'describe-reset',
  operator: 'import-credentials',
};
type Caller = 'manager' | 'worker' | 'operator';

/** Asks the auth service as each caller what it may not ask, and as nobody and somebody else. */
export async function tryCallers(zones: Zones): Promise<Attempt[]> {
  const requests = harmlessRequests();
  const socketPath = zones.operator.authSocket;
  const ask = (verb: Verb, headers: Record<string, string>) =>
    post(socketPath, verb, JSON.stringify(requests[verb]), headers);
  const found: Attempt[] = [];
  for (const caller of Object.keys(expectedVerbs) as Caller[]) {
    const key = readFileSync(zones[caller].callerKeyFile, 'utf8').trim();
    found.push(wantAnswer(caller, answered[caller], await ask(answered[caller], as(caller, key))));
    for (const verb of everyVerb.filter((verb) => !expectedVerbs[caller].includes(verb))) {
      found.push(wantRefusal(caller, `ask ${verb}`, await ask(verb, as(caller, key))));
    }
  }
  const managerKey = readFileSync(zones.manager.callerKeyFile, 'utf8').trim();
  const noKey = randomBytes(32).toString('base64url');
  const strangers: [string, string, Verb, Record<string, string>][] = [
    ['stranger', 'ask without a key', 'describe-reset', { [callerHeader]: 'manager' }],
    ['stranger', 'ask with a key of its own making', 'describe-reset', as('manager', noKey)],
    ['stranger', 'ask under a name nobody has', 'describe-reset', as('intruder', managerKey)],
    ['manager', 'ask under the name of operator', 'import-credentials', as('operator', managerKey)],
    ['manager', 'ask under the name of worker', 'describe-reset', as('worker', managerKey)],
  ];
  for (const [zone, attempt, verb, headers] of strangers) {
    found.push(wantRefusal(zone, attempt, await ask(verb, headers)));
  }
  return found;
}

function as(caller: string, key: string): Record<string, string> {
  return { [callerHeader]: caller, authorization: `Bearer ${key}` };
}

function wantRefusal(zone: string, attempt: string, status: number | string): Attempt {
  const held = status === 403;
  const result = held ? 'refused (403)' : status === 200 ? 'ANSWERED' : `unclear (${status})`;
  return { zone, attempt, expected: 'refused', result, held };
}

function wantAnswer(zone: string, verb: Verb, status: number | string): Attempt {
  const held = status === 200;
  const result = held ? 'answered' : `not answered (${status})`;
  return { zone, attempt: `ask ${verb}, which it may`, expected: 'answered', result, held };
}

/** @returns the HTTP status, or the code of what went wrong. */
function post(
  socketPath: string,
  verb: Verb,
  body: string,
  headers: Record<string, string>,
): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = httpRequest({
      agent: false,
      socketPath,
      method: 'POST',
      path: `/v1/${verb}`,
      headers: {
        ...headers,
        [timeHeader]: new Date().toISOString(),
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
      signal: AbortSignal.timeout(5_000),
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    outgoing.on('response', (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 'no status');
    });
    outgoing.end(body);
  });
}
