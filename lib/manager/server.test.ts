import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { ManagerEnvironment } from './environment.ts';
import { createManagerServer } from './server.ts';

const handled: (string | undefined)[] = [];
vi.mock('next', () => ({
  default: () => ({
    prepare: async () => {},
    getRequestHandler: () => async (request: { url?: string }, response: ServerResponse) => {
      handled.push(request.url);
      response.end('a page');
    },
  }),
}));

async function send(lines: string[]): Promise<string> {
  const settings = { publicUrl: new URL('http://panel.example'), trustedProxies: [] as string[] };
  const server = await createManagerServer(settings as unknown as ManagerEnvironment, '.');
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
