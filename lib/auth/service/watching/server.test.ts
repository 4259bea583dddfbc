import { on } from 'node:events';
import { request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../environment.ts';
import { listenOnPort } from '../transport/listen-on-port.ts';
import { openWatchServer } from './server.ts';

const state = { isReady: async () => true, metrics: async () => 'figures 1\n' };
let server: Server;
let port: number;

beforeEach(async () => {
  state.isReady = async () => true;
  state.metrics = async () => 'figures 1\n';
  server = openWatchServer({
    isReady: () => state.isReady(),
    metrics: () => state.metrics(),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function ask(path: string, options: { method?: string; body?: string } = {}) {
  const { method = 'GET', body } = options;
  return new Promise<{ status: number | undefined; text: string; type: string | undefined }>(
    (resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const outgoing = request({ port, path, method, headers }, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        const type = incoming.headers['content-type'];
        incoming.on('end', () => resolve({ status: incoming.statusCode, text, type }));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    },
  );
}

/** All that is answered to raw bytes, until the connection is closed from there. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
  return answer;
}

it('its figures, its life and its readiness are told', async () => {
  expect(await ask('/metrics')).toEqual({
    status: 200,
    text: 'figures 1\n',
    type: expect.stringContaining('version=0.0.4'),
  });
  expect(await ask('/health')).toMatchObject({ status: 200, text: 'alive\n' });
  expect(await ask('/ready')).toMatchObject({ status: 200, text: 'ready\n' });
});

it.each(['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])(
  'nothing is taken by %s',
  async (method) => {
    for (const path of ['/metrics', '/health', '/ready', '/v1/verify-password']) {
      expect((await ask(path, { method })).status).toBe(405);
    }
  },
);

it('nothing else is there, and no answer repeats what was asked', async () => {
  const paths = ['/', '/metrics/', '/metrics?a=1', '//metrics', '/health/../ready', '/__proto__'];
  for (const path of [...paths, '/v1/verify-password', '/secret-in-the-path']) {
    expect(await ask(path)).toMatchObject({ status: 404, text: 'nothing here\n' });
  }
});

it('a body is not waited for, and ends the connection', async () => {
  const bytes = `GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello`;
  const answer = await sendRaw(bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('connection: close');
});

it('headers beyond bounds, and bytes that are no HTTP, are refused', async () => {
  const long = `GET /health HTTP/1.1\r\nHost: x\r\nLong: ${'x'.repeat(5_000)}\r\n\r\n`;
  expect(await sendRaw(long)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await sendRaw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
});

it('who opens connections and says nothing is hung up on', async () => {
  expect(await sendRaw('GET /health HTTP/1.1\r\nHost: ')).toMatch(/^HTTP\/1\.1 408 /);
});

describe('it is not ready', () => {
  it.each<[string, () => Promise<boolean>]>([
    ['when told so', async () => false],
    ['when the question fails', () => Promise.reject(new Error('password of somebody'))],
    ['when no answer comes', () => new Promise(() => {})],
  ])('%s', async (_, isReady) => {
    state.isReady = isReady;
    expect(await ask('/ready')).toMatchObject({ status: 503, text: 'not ready\n' });
    expect(await ask('/health')).toMatchObject({ status: 200 });
  });
});

it('figures that cannot be made are no figures, and no reason is given', async () => {
  state.metrics = () => Promise.reject(new Error('password of somebody'));
  expect(await ask('/metrics')).toMatchObject({ status: 503, text: 'not ready\n' });
});

it('however many ask at once, a database that hangs is asked once', async () => {
  let asked = 0;
  const answer = Promise.withResolvers<boolean>();
  state.isReady = () => {
    asked += 1;
    return answer.promise;
  };
  const requests = on(server, 'request');
  const answers = Promise.all(Array.from({ length: 20 }, () => ask('/ready')));
  for (let seen = 0; seen < 20; seen++) await requests.next();
  answer.resolve(true);
  expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
  expect(asked).toBe(1);
});

it('an address that is taken is a fault of configuration, told without a stack', async () => {
  const second = openWatchServer({ isReady: state.isReady, metrics: state.metrics });
  const listening = listenOnPort(second, { host: '127.0.0.1', port }, 'AUTH_WATCH');
  await expect(listening).rejects.toThrow(ConfigurationError);
  await expect(listening).rejects.toThrow(/^AUTH_WATCH: .*EADDRINUSE/);
});
