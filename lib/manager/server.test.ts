import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ManagerEnvironment } from './environment.ts';
import { openLog } from './log.ts';
import { logFailures } from './log-failures.ts';
import { createManagerServer } from './server.ts';

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
      response.end('a page');
    },
  }),
}));

async function send(lines: string[]): Promise<string> {
  const settings = {
    publicUrl: new URL('http://panel.example'),
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
