import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { request, type Server } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectAuth } from '../../connect.ts';
import { bodyMaxBytes, callerHeader, requestIdHeader, timeHeader } from '../../contract.ts';
import type { Reply } from '../decide.ts';
import { ConfigurationError } from '../environment.ts';
import { listenOnSocket } from './listen-on-socket.ts';
import { openServer, type Refusal } from './server.ts';

const key = (caller: string) => `key-of-${caller}`;
const digest = (caller: string) => createHash('sha256').update(key(caller)).digest('hex');

let folder: string;
let socketPath: string;
let server: Server;
let asked: [string, string, unknown][];
let requestIds: string[];
let refused: [string, Refusal][];
let reply: Reply;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'auth-'));
  socketPath = path.join(folder, 'run', 'auth.sock');
  asked = [];
  requestIds = [];
  refused = [];
  reply = { verdict: 'no' };
  server = open();
  await listenOnSocket(server, socketPath);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function open() {
  return openServer({
    callerKeys: {
      manager: digest('manager'),
      worker: digest('worker'),
      operator: digest('operator'),
    },
    async decide(caller, verb, body, requestId) {
      asked.push([caller, verb, body]);
      requestIds.push(requestId);
      return reply;
    },
    clock: () => new Date(),
    checkHealth: async () => {},
    async refused(caller, _id, because) {
      refused.push([caller, because]);
    },
  });
}

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

const good = {
  [callerHeader]: 'manager',
  authorization: `Bearer ${key('manager')}`,
  'content-type': 'application/json',
  get [timeHeader]() {
    return new Date().toISOString();
  },
};

function send({
  method = 'POST',
  path: url = '/v1/verify-password',
  headers = good,
  body = '{}',
}: Sent) {
  return new Promise<{ status: number | undefined; text: string; retryAfter?: string }>(
    (resolve, reject) => {
      const outgoing = request({ socketPath, method, path: url, headers }, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        const retryAfter = incoming.headers['retry-after'];
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode, text, ...(retryAfter && { retryAfter }) }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    },
  );
}

describe('the socket', () => {
  it('opens for our own user only', () => {
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(socketPath)).mode & 0o777).toBe(0o700);
  });

  it('is not taken from a service that answers on it', async () => {
    await expect(listenOnSocket(open(), socketPath)).rejects.toBeInstanceOf(ConfigurationError);
    expect(await send({ method: 'GET', path: '/health', body: '' })).toMatchObject({ status: 200 });
  });

  it('that a dead service left behind is taken over; anything else in the way is left alone', async () => {
    const stale = path.join(folder, 'run', 'stale.sock');
    const dead = open();
    await listenOnSocket(dead, `${stale}.first`);
    renameSync(`${stale}.first`, stale);
    await new Promise((resolve) => dead.close(resolve));
    const second = open();
    await listenOnSocket(second, stale);
    await new Promise((resolve) => second.close(resolve));

    const file = path.join(folder, 'run', 'precious');
    writeFileSync(file, 'a file, not a socket');
    await expect(listenOnSocket(open(), file)).rejects.toBeInstanceOf(ConfigurationError);
    expect(readFileSync(file, 'utf8')).toBe('a file, not a socket');
  });

  it('is not opened in a folder that others can enter', async () => {
    chmodSync(path.dirname(socketPath), 0o755);
    const other = path.join(folder, 'run', 'other.sock');
    await expect(listenOnSocket(open(), other)).rejects.toBeInstanceOf(ConfigurationError);
    expect(existsSync(other)).toBe(false);
  });
});

describe('every refusal', () => {
  it('has one body, and nothing is decided', async () => {
    const refusals: Sent[] = [
      { headers: { ...good, [callerHeader]: 'stranger' } },
      { headers: { ...good, [callerHeader]: '__proto__' } },
      { headers: { ...good, authorization: 'Bearer wrong' } },
      { headers: { ...good, authorization: `Bearer ${key('worker')}` } },
      { headers: { ...good, authorization: key('manager') } },
      { headers: { 'content-type': 'application/json' } },
      { headers: { ...good, 'content-type': 'text/plain' } },
      { method: 'GET', body: '' },
      { path: '/v2/verify-password' },
      { path: '/v1/../health' },
      { body: 'not json' },
      { body: '' },
      { body: JSON.stringify({ long: 'x'.repeat(bodyMaxBytes) }) },
    ];
    for (const sent of refusals) {
      const { status, text } = await send(sent);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(text).toBe('{"verdict":"no"}');
    }
    expect(asked).toEqual([]);
    expect(refused).toEqual(Array.from({ length: 3 }, () => ['manager', 'wrong-key']));
  });

  it('by the verb list looks like any other', async () => {
    reply = { verdict: 'forbidden' };
    expect(await send({})).toEqual({ status: 403, text: '{"verdict":"no"}' });
  });
});

describe('an answer that was not given', () => {
  it('for too many questions says when to come back', async () => {
    reply = { verdict: 'unavailable', retryAfterSeconds: 2 };
    const { status, text, retryAfter } = await send({});
    expect({ status, text, retryAfter }).toEqual({
      status: 503,
      text: '{"verdict":"unavailable"}',
      retryAfter: '2',
    });
  });

  it('for any other reason does not', async () => {
    reply = { verdict: 'unavailable' };
    expect(await send({})).toEqual({ status: 503, text: '{"verdict":"unavailable"}' });
  });
});

describe('the id of a request', () => {
  const id = '0f5dbb52-7a9b-4a52-8f0e-3a4f7b1e6c11';
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

  it('is the caller\u2019s own, where it gives one; each question has one', async () => {
    const { ask } = connectAuth({ socketPath, caller: 'manager', callerKey: key('manager') });
    const grant = { grant: 'x'.repeat(43), purpose: 'sign-in' } as const;
    await ask('redeem-grant', grant, id);
    await ask('redeem-grant', grant);
    await ask('redeem-grant', grant);
    expect(requestIds[0]).toBe(id);
    expect(requestIds).toEqual([id, expect.stringMatching(uuid), expect.stringMatching(uuid)]);
    expect(new Set(requestIds).size).toBe(3);
  });

  it.each([
    'a'.repeat(43),
    'amber-timber-quartz',
    '123456',
    'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    `${id}\u00e9`,
    id.toUpperCase(),
  ])('is made anew where what is given is none, such as %s', async (given) => {
    await send({ headers: { ...good, [requestIdHeader]: given } });
    expect(requestIds).toEqual([expect.stringMatching(uuid)]);
    expect(requestIds[0]).not.toBe(given);
  });
});

describe('the client', () => {
  const connect = (caller = 'manager', callerKey = key('manager'), at = socketPath) =>
    connectAuth({ socketPath: at, caller, callerKey });
  const grant = { grant: 'x'.repeat(43), purpose: 'sign-in' } as const;
  const unavailable = { verdict: 'unavailable' };

  it('brings a verdict of the contract back', async () => {
    expect(await connect().ask('redeem-grant', grant)).toEqual({ verdict: 'no' });
    expect(asked).toEqual([['manager', 'redeem-grant', grant]]);
  });

  it('brings back why a new password is refused', async () => {
    reply = { verdict: 'refused', because: 'common' };
    const change = {
      subject: '0f5dbb52-7a9b-4a52-8f0e-3a4f7b1e6c11',
      current: 'one',
      next: 'other',
      source: { address: '203.0.113.9' },
    };
    expect(await connect().ask('change-password', change)).toEqual(reply);
  });

  it('takes anything else for unavailable, and never throws', async () => {
    expect(await connect('manager', 'wrong').ask('redeem-grant', grant)).toEqual(unavailable);
    expect(await connect('nobody').ask('redeem-grant', grant)).toEqual(unavailable);
    const nowhere = path.join(folder, 'nowhere.sock');
    expect(await connect('manager', '', nowhere).ask('redeem-grant', grant)).toEqual(unavailable);
    reply = { verdict: 'unavailable' };
    expect(await connect().ask('redeem-grant', grant)).toEqual(unavailable);
    reply = { verdict: 'forbidden' };
    expect(await connect().ask('redeem-grant', grant)).toEqual(unavailable);
    // A yes without what a yes must carry is no yes.
    reply = { verdict: 'yes' };
    expect(await connect().ask('redeem-grant', grant)).toEqual(unavailable);
  });

  it('takes garbage, an endless reply and a hang-up for unavailable', async () => {
    const replies = [
      'not http at all',
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes',
      `HTTP/1.1 200 OK\r\ncontent-length: 9999999\r\n\r\n${' '.repeat(bodyMaxBytes + 10)}`,
      '',
    ];
    for (const [index, text] of replies.entries()) {
      const at = path.join(folder, `fake-${index}.sock`);
      const fake = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end(text));
      });
      await new Promise<void>((resolve) => fake.listen(at, resolve));
      expect(await connect('manager', '', at).ask('redeem-grant', grant)).toEqual(unavailable);
      fake.close();
    }
  });
});
