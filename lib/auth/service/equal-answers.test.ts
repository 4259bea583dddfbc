import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Class,
  classes,
  forgetAttempts,
  newSource,
  openClasses,
  type Probe,
  takeSamples,
  tellApart,
} from '../../testing/equal-answers.ts';
import { connectAuth } from '../connect.ts';
import { callerHeader, timeHeader } from '../contract.ts';
import { type Bench, openBench } from './testing/bench.ts';
import { listenOnSocket } from './transport/listen-on-socket.ts';
import { openServer } from './transport/server.ts';

const each = 2_000;
/**
 * With 2,000 samples a class, chance alone stays within 0.03. The rest is room for a machine that other tests
 * keep busy: whoever guesses the class by one answer's time is right six times in ten at most.
 */
const most = 0.1;

let bench: Bench;
let server: Server;
let socketPath: string;
let probe: (one: Class, index: number) => Probe;
const folder = mkdtempSync(path.join(tmpdir(), 'equal-'));
const key = (caller: string) => `key-of-${caller}`;

beforeAll(async () => {
  bench = await openBench(4);
  socketPath = path.join(folder, 'run', 'auth.sock');
  const digest = (caller: string) => createHash('sha256').update(key(caller)).digest('hex');
  server = openServer({
    callerKeys: {
      manager: digest('manager'),
      worker: digest('worker'),
      operator: digest('operator'),
    },
    decide: bench.service.decide,
    clock: () => new Date(),
    checkHealth: async () => {},
    refused: async () => {},
  });
  await listenOnSocket(server, socketPath);
  const stopping = new AbortController().signal;
  const wrapping = setInterval(() => void bench.service.wrapLegacy(stopping), 50);
  probe = await openClasses({
    manager: door('manager'),
    operator: door('operator'),
    sql: bench.sql,
  });
  clearInterval(wrapping);
  // The floor is measured with all of them in the table, as the service does by itself every minute.
  await bench.service.keepHouse();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
  await bench.close();
});

const door = (caller: string) => connectAuth({ socketPath, caller, callerKey: key(caller) });

async function sample(count: number, of = probe) {
  const { ask } = door('manager');
  return takeSamples({
    each: count,
    concurrency: 3,
    probe: of,
    ask: ({ email, password }) => ask('verify-password', { email, password, source: newSource() }),
    rest: () => forgetAttempts(bench),
  });
}

const clocks = ['date', timeHeader];

/** The whole answer as it goes over the wire, but for what the clock says. */
function onTheWire({ email, password }: Probe): Promise<string> {
  const headers = {
    [callerHeader]: 'manager',
    authorization: `Bearer ${key('manager')}`,
    [timeHeader]: new Date().toISOString(),
    'content-type': 'application/json',
  };
  return new Promise((resolve, reject) => {
    const asking = request(
      { socketPath, method: 'POST', path: '/v1/verify-password', headers },
      (answer) => {
        const { statusCode, rawHeaders } = answer;
        const told = rawHeaders.filter(
          (_, at) => !clocks.includes(rawHeaders[at - (at % 2)]?.toLowerCase() ?? ''),
        );
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        answer.on('end', () => resolve(JSON.stringify([statusCode, told, body])));
      },
    );
    asking.on('error', reject);
    asking.end(JSON.stringify({ email, password, source: newSource() }));
  });
}

describe('of a wrong password, an unknown customer, a legacy or wrapped hash, a locked or disabled account, an empty password', () => {
  it('each is what it is said to be', async () => {
    const because: Record<Class, string> = {
      'wrong-password': 'wrong-password',
      unknown: 'unknown-email',
      legacy: 'wrong-password',
      wrapped: 'wrong-password',
      locked: 'throttled',
      disabled: 'password-disabled',
      'empty-password': 'malformed',
    };
    for (const one of classes) {
      await onTheWire(probe(one, 0));
      const [line] = await bench.sql<{ because: string; scheme: string | null }>(
        `SELECT because, scheme FROM journal LEFT JOIN password USING (subject_id) ORDER BY seq DESC LIMIT 1`,
      );
      expect([one, line?.because]).toEqual([one, because[one]]);
      if (one === 'legacy') expect(line?.scheme).toBe('pbkdf2-sha256');
      if (one === 'wrapped') expect(line?.scheme).toBe('wrapped-pbkdf2-sha256');
    }
  });

  it('the answer has the same bytes and headers', async () => {
    const answers = await Promise.all(classes.map((one) => onTheWire(probe(one, 1))));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('{\\"verdict\\":\\"no\\"}');
  });

  it(`the time tells nothing: over ${each} samples each, any is as often later as sooner than a wrong password`, async () => {
    const samples = await sample(each);
    const told = classes.map((one) => [one, tellApart(samples[one], samples['wrong-password'])]);
    for (const one of classes) expect(samples[one]).toHaveLength(each);
    const apart = told.filter(([, area]) => Math.abs(Number(area) - 0.5) >= most);
    expect(apart, JSON.stringify(told)).toEqual([]);
  }, 900_000);

  it('a difference would be found: a hash costlier than the floor knows shows, until the floor is measured anew', async () => {
    const costly = `$2b$12$${'a'.repeat(53)}`;
    const person = { subject: randomUUID(), email: 'costly@example.com' };
    const passwordSetAt = '2024-01-01T00:00:00Z';
    const rows = [{ ...person, language: 'en' as const, passwordHash: costly, passwordSetAt }];
    await door('operator').ask('import-credentials', { rows });
    const asIf = (one: Class, index: number): Probe =>
      one === 'legacy' ? { ...probe(one, index), email: person.email } : probe(one, index);
    const find = async () => {
      const samples = await sample(10, asIf);
      return tellApart(samples.legacy, samples['wrong-password']);
    };
    expect(await find()).toBeGreaterThan(0.9);
    await forgetAttempts(bench);
    await bench.service.keepHouse();
    expect(await find()).toBeLessThan(0.9);
  });
});
