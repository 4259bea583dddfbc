import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { beforeEach, expect, test, vi } from 'vitest';
import { foreignAddresses } from '../testing/foreign-addresses.ts';
import { faultsOf } from '../testing/sealed-headers.ts';
import type { ManagerEnvironment } from './environment.ts';
import { openLog } from './log.ts';
import { logFailures } from './log-failures.ts';
import { createManagerServer } from './server.ts';

let answering: { status: number; headers: Record<string, string> };
const handled: (string | undefined)[] = [];
const received: unknown[] = [];
const lines: Record<string, unknown>[] = [];
const log = openLog({ write: (line) => void lines.push(JSON.parse(line)) });
const sayFailure = logFailures(log);
const sayWarning = logFailures(log, 'warn');
const failure = Object.assign(new Error('Key (email)=(ada@example.com) already exists'), {
  code: 'P2002',
});
beforeEach(() => {
  answering = { status: 200, headers: {} };
  for (const list of [handled, received, lines]) list.length = 0;
});
vi.mock('next', () => ({
  default: () => ({
    prepare: async () => {},
    getRequestHandler: () => async (request: IncomingMessage, response: ServerResponse) => {
      handled.push(request.url);
      received.push(request.headers['x-bulkhead-request']);
      await Promise.resolve();
      if (request.url?.includes('broken')) sayFailure('⨯', failure);
      if (request.url?.includes('odd')) sayWarning('Failed to find "ada@example.com".');
      response.statusCode = answering.status;
      for (const [name, value] of Object.entries(answering.headers)) {
        response.setHeader(name, value);
      }
      response.end('a page');
    },
  }),
}));

async function send(lines: string[], publicUrl = 'http://panel.example'): Promise<string> {
  const settings = {
    publicUrl: new URL(publicUrl),
    trustedProxies: [] as string[],
    sessionSecret: 'a secret of thirty-two characters',
  };
  const server = await createManagerServer(settings as unknown as ManagerEnvironment, '.', log);
  // As Next does, when it is handed its first request.
  server.on('upgrade', (_, upgraded) => {
    handled.push('past the checks');
    upgraded.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8').setTimeout(2_000)) {
    answer += chunk;
    socket.end();
  }
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return answer;
}

const upgrade = ['Connection: Upgrade', 'Upgrade: websocket'];

test('a request to change protocols goes past none of the checks', async () => {
  const foreign = ['POST /sign-in HTTP/1.1', 'Host: evil.example', ...upgrade];
  expect(await send(foreign)).toMatch(/^HTTP\/1\.1 421 /);
  expect(handled).toEqual([]);
});

test('a request to change protocols is answered like any other', async () => {
  const own = ['GET /activity HTTP/1.1', 'Host: panel.example', ...upgrade];
  const answer = await send(own);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('content-security-policy: ');
  expect(handled).toEqual(['/activity']);
});

test('an answer is logged by its id, which Next and the browser are given too, and never by its address', async () => {
  const own = ['GET /reset/link?token=secret-in-the-query HTTP/1.1', 'Host: panel.example'];
  const answer = await send([...own, 'x-bulkhead-request: secret-in-a-header']);
  const [id] = received;
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer).toContain(`x-bulkhead-request: ${id}`);
  expect(lines).toEqual([
    expect.objectContaining({ event: 'answered', method: 'GET', status: 200, requestId: id }),
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/secret|reset/);
});

test('a refusal is logged too, and files of the build are not', async () => {
  await send(['GET /_next/static/chunk.js HTTP/1.1', 'Host: panel.example']);
  await send(['DELETE /secret HTTP/1.1', 'Host: panel.example']);
  expect(lines).toEqual([expect.objectContaining({ method: 'DELETE', status: 405 })]);
});

test('of a page that fails or warns, the kind of error and its place are logged under the request, and no words', async () => {
  await send(['GET /broken HTTP/1.1', 'Host: panel.example']);
  expect(lines[0]).toMatchObject({ event: 'page-failed', code: 'P2002', requestId: received[0] });
  await send(['GET /odd HTTP/1.1', 'Host: panel.example']);
  expect(lines[2]).toMatchObject({ event: 'page-warned', level: 40, requestId: received[1] });
  expect(lines[0]?.at).toContainEqual(expect.stringContaining('server.test.ts'));
  expect(JSON.stringify(lines)).not.toContain('ada@example.com');
});

function headersOf(answer: string): Record<string, string> {
  const [head = ''] = answer.split('\r\n\r\n');
  const pairs = head.split('\r\n').slice(1);
  return Object.fromEntries(
    pairs.map((line) => [line.split(': ')[0] ?? '', line.split(': ').slice(1).join(': ')]),
  );
}

const get = (path: string) => [`GET ${path} HTTP/1.1`, 'Host: panel.example'];

test.each([200, 204, 304, 307, 404, 500, 503])(
  'an answer of %i that Next would let others keep is kept nowhere, by http and by https',
  async (status) => {
    answering = { status, headers: { 'cache-control': 'public, s-maxage=31536000' } };
    for (const secure of [false, true]) {
      const url = `${secure ? 'https' : 'http'}://panel.example`;
      expect(faultsOf(headersOf(await send(get('/activity'), url)), { secure })).toEqual([]);
    }
  },
);

test('what is the same for everybody may be kept, unless it is an error, and sets no cookie', async () => {
  answering.headers = { 'cache-control': 'public, max-age=31536000, immutable' };
  const file = get('/_next/static/chunks/x.js');
  const { 'cache-control': kept, 'set-cookie': cookie } = headersOf(await send(file));
  expect([kept, cookie]).toEqual(['public, max-age=31536000, immutable', undefined]);
  answering.status = 404;
  expect(headersOf(await send(file))['cache-control']).toBe('no-store');
});

test('what may be used is said by everything but files that pages load, and by their errors too', async () => {
  const policy = async (path: string) => headersOf(await send(get(path)))['permissions-policy'];
  expect(await policy('/_next/static/chunks/x.js')).toBeUndefined();
  for (const path of ['/', '/icon.svg', '/_next/', '/?/_next/static/x', '//_next/static/x']) {
    expect(await policy(path)).toContain('camera=()');
  }
  answering.status = 404;
  expect(await policy('/_next/static/chunks/x.js')).toContain('camera=()');
});

test('no answer leads to another site, whoever made the address, and one of our own stays', async () => {
  // Node itself refuses the others in a header.
  const sendable = foreignAddresses.filter((one) => /^[\t\x20-\x7e\x80-\xff]+$/.test(one));
  const foreign = sendable.filter(
    (one) => URL.parse(one, 'http://panel.example')?.origin !== 'http://panel.example',
  );
  expect(foreign.length).toBeGreaterThan(100);
  for (const to of ['//evil.example', 'https://evil.example', ...foreign.slice(0, 60)]) {
    answering = { status: 307, headers: { location: to, 'x-action-redirect': `${to};push` } };
    const headers = headersOf(await send(get('/sign-in')));
    expect([headers.location, headers['x-action-redirect']], to).toEqual(['/', '/']);
  }
  answering = { status: 307, headers: { location: '/a?b', 'x-action-redirect': '/a?b;push' } };
  const own = headersOf(await send(get('/sign-in')));
  expect([own.location, own['x-action-redirect']]).toEqual(['/a?b', '/a?b;push']);
});

test('a browser without a number for its forms is given one with a page, and with nothing a page loads', async () => {
  const cookie = (answer: string) => headersOf(answer)['set-cookie'];
  expect(cookie(await send(get('/sign-in')))).toMatch(/^bulkhead\.form=/);
  expect(cookie(await send(get('/sign-in'), 'https://panel.example'))).toMatch(/^__Host-/);
  expect(cookie(await send([...get('/sign-in'), 'RSC: 1']))).toBeUndefined();
  expect(cookie(await send([...get('/x.ico'), 'Sec-Fetch-Dest: image']))).toBeUndefined();
  const known = [...get('/sign-in'), `Cookie: bulkhead.form=${'a'.repeat(43)}`];
  expect(cookie(await send(known))).toBeUndefined();
});

test('a refusal says what to do next in the language that was chosen, or that the browser asks for', async () => {
  const form = (origin: string, ...more: string[]) =>
    send(['POST /sign-in HTTP/1.1', 'Host: panel.example', `Origin: ${origin}`, ...more], origin);
  const http = (...more: string[]) => form('http://panel.example', ...more);
  const french =
    /^HTTP\/1\.1 403 [\s\S]*content-language: fr\r\n[\s\S]*\r\nCe formulaire n’est plus à jour\. /;
  expect(await http()).toMatch(
    /content-language: en\r\n[\s\S]*\r\nThis form is out of date\. Go back/,
  );
  expect(await http('Accept-Language: fr-CA,en;q=0.5')).toMatch(french);
  expect(await http('Cookie: a=b; bulkhead.language=fr', 'Accept-Language: en')).toMatch(french);
  const chosen = 'Cookie: __Host-bulkhead.language=fr';
  expect(await form('https://panel.example', chosen)).toMatch(french);
  const elsewhere = ['POST / HTTP/1.1', 'Host: evil.example', 'Accept-Language: fr'];
  expect(await send(elsewhere)).toContain('ne répond qu’à l’adresse http://panel.example.');
});
