import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectAuth } from '../../connect.ts';
import { callerHeader, timeHeader } from '../../contract.ts';
import { listenOnSocket } from './listen-on-socket.ts';
import { openServer } from './server.ts';

const now = new Date('2026-07-29T12:00:00.000Z');
const later = (ms: number, from = now.getTime()) => new Date(from + ms).toISOString();
const digest = createHash('sha256').update('key').digest('hex');

let folder: string;
let socketPath: string;
let server: Server;
let asked: number;
let refused: [string, string][];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'auth-'));
  socketPath = path.join(folder, 'run', 'auth.sock');
  asked = 0;
  refused = [];
  server = openServer({
    callerKeys: { manager: digest, worker: digest, operator: digest },
    clock: () => now,
    async decide() {
      asked++;
      return { verdict: 'no' };
    },
    checkHealth: async () => {},
    async refused(caller, _id, because) {
      refused.push([caller, because]);
    },
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

describe('the service', () => {
  beforeEach(() => listenOnSocket(server, socketPath));

  function ask(time: string | string[] | undefined) {
    const headers = {
      [callerHeader]: 'manager',
      authorization: 'Bearer key',
      'content-type': 'application/json',
      ...(time !== undefined && { [timeHeader]: time }),
    };
    return new Promise<{ status: number | undefined; text: string; time: unknown }>(
      (resolve, reject) => {
        const options = { socketPath, method: 'POST', path: '/v1/redeem-grant', headers };
        const outgoing = request(options, async (incoming) => {
          const text = (await incoming.setEncoding('utf8').toArray()).join('');
          resolve({ status: incoming.statusCode, text, time: incoming.headers[timeHeader] });
        });
        outgoing.on('error', reject).end('{}');
      },
    );
  }
  const answered = { status: 200, text: '{"verdict":"no"}', time: now.toISOString() };
  const no = { ...answered, status: 403 };

  it.each([
    ['9:59 before', -599_000],
    ['9:59 after', 599_000],
    ['ten minutes before', -600_000],
    ['ten minutes after', 600_000],
  ])('answers a caller whose clock is %s its own', async (_name, ms) => {
    expect(await ask(later(ms))).toEqual(answered);
    expect([asked, refused]).toEqual([1, []]);
  });

  it.each([
    ['10:01 before', later(-601_000)],
    ['10:01 after', later(601_000)],
    ['a thousandth more than ten minutes before', later(-600_001)],
    ['a thousandth more than ten minutes after', later(600_001)],
    ['a year after', later(366 * 86_400_000)],
  ])('refuses a caller whose clock is %s its own, and notes why', async (_name, time) => {
    expect(await ask(time)).toEqual(no);
    expect([asked, refused]).toEqual([0, [['manager', 'clock-apart']]]);
  });

  it.each([
    undefined,
    '',
    'now',
    '2026-07-29T12:00:00Z',
    '2026-07-29T14:00:00.000+02:00',
    '2026-07-29T12:00:00.000',
    '2026-07-29',
    'Wed, 29 Jul 2026 12:00:00 GMT',
    String(now.getTime()),
    '2026-02-30T12:00:00.000Z',
    [now.toISOString(), now.toISOString()],
  ])('refuses a caller that does not say its time, or not in one exact form: %j', async (time) => {
    expect(await ask(time)).toEqual(no);
    expect([asked, refused]).toEqual([0, [['manager', 'clock-apart']]]);
  });

  it('says its own time in each answer', async () => {
    expect((await ask(undefined)).time).toBe(now.toISOString());
  });
});

describe('a caller', () => {
  let answering: Server;
  afterEach(() => {
    answering.closeAllConnections();
    answering.close();
  });

  /** What a caller makes of a *no* that says this time. */
  async function hear(time: (now: number) => string | undefined) {
    answering = createServer((_, response) => {
      const said = time(Date.now());
      if (said !== undefined) response.setHeader(timeHeader, said);
      response.end('{"verdict":"no"}');
    });
    const at = path.join(folder, 'answering.sock');
    await new Promise<void>((resolve) => answering.listen(at, resolve));
    const { ask } = connectAuth({ socketPath: at, caller: 'manager', callerKey: 'key' });
    return ask('redeem-grant', { grant: 'x'.repeat(43), purpose: 'sign-in' });
  }

  it.each([
    ['9:59 before', -599_000],
    ['9:59 after', 599_000],
  ])('takes the answer of a service whose clock is %s its own', async (_name, ms) => {
    expect(await hear((own) => later(ms, own))).toEqual({ verdict: 'no' });
  });

  it.each([
    ['10:01 before', -601_000],
    ['10:01 after', 601_000],
  ])('takes none from a service whose clock is %s its own', async (_name, ms) => {
    expect(await hear((own) => later(ms, own))).toEqual({ verdict: 'unavailable' });
  });

  it.each([undefined, 'now', '2026-07-29'])('takes none that says the time as %j', async (said) => {
    expect(await hear(() => said)).toEqual({ verdict: 'unavailable' });
  });
});
