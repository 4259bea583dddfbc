import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { faultsOf } from '../testing/sealed-headers.ts';
import { boundConnections } from './bound-connections.ts';
import { type Bounds, usualBounds } from './bounds.ts';
import type { ManagerEnvironment } from './environment.ts';
import { formTokens } from './form-token.ts';
import { openLog } from './log.ts';
import { createManagerServer } from './server.ts';

const secret = 'a secret of thirty-two characters';
const forms = formTokens(secret, false);
const number = forms.make();
const handled: (string | undefined)[] = [];
const opened: Server[] = [];

vi.mock('next', () => ({
  default: () => ({
    prepare: async () => {},
    getRequestHandler: () => (request: IncomingMessage, response: ServerResponse) => {
      handled.push(request.url);
      if (request.url === '/stuck') response.write('a beginning');
      else if (request.url === '/long') response.write('x'.repeat(64 * 1024 * 1024));
      else response.end('a page');
    },
  }),
}));

afterEach(() => {
  handled.length = 0;
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function open(bounds: Partial<Bounds> = {}, proxies: string[] = []) {
  const settings = {
    publicUrl: new URL('http://panel.example'),
    trustedProxies: proxies,
    sessionSecret: secret,
  } as unknown as ManagerEnvironment;
  const log = openLog({ write: () => {} });
  const server = await createManagerServer(settings, '.', log, { ...usualBounds, ...bounds });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(server);
  const { port } = server.address() as AddressInfo;
  return { server, dial: () => connect(port, '127.0.0.1').on('error', () => {}) };
}

/** All that comes until the server closes. */
async function answerOn(socket: Socket) {
  let text = '';
  socket.setEncoding('utf8').on('data', (piece) => {
    text += piece;
  });
  if (!socket.closed) await once(socket, 'close');
  const [head = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(': ')[0]?.toLowerCase(), line.split(': ').slice(1).join(': ')]),
  );
  return { text, status: Number(first.split(' ')[1] ?? 0), headers };
}

async function say(text: string, bounds: Partial<Bounds> = {}) {
  const { dial } = await open(bounds);
  const socket = dial();
  socket.write(text);
  return answerOn(socket);
}

const host = 'Host: panel.example\r\n';
const form = `POST /sign-in HTTP/1.1\r\n${host}Origin: http://panel.example\r\nCookie: bulkhead.form=${number}\r\n`;

describe('what is no request at all', () => {
  test.each([
    ['nonsense', 'nonsense\r\n\r\n', 400],
    ['a request of another protocol', '\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n', 400],
    ['a method there is not', `BREW / HTTP/1.1\r\n${host}\r\n`, 400],
    ['a header without a name', `GET / HTTP/1.1\r\n${host}: x\r\n\r\n`, 400],
    ['a header with a control character', `GET / HTTP/1.1\r\n${host}a: \u0000\r\n\r\n`, 400],
    ['a space before a colon', `GET / HTTP/1.1\r\n${host}Origin : x\r\n\r\n`, 400],
    ['two lengths', `${form}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
    ['a length that is none', `${form}Content-Length: -1\r\n\r\n`, 400],
    [
      'a length and pieces',
      `${form}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['long headers', `GET / HTTP/1.1\r\n${host}a: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a long address', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 431],
    ['many headers', `GET / HTTP/1.1\r\n${host}${'a: b\r\n'.repeat(150)}\r\n`, 431],
    [
      'a body of pieces behind more headers than Node counts',
      `${form}${'a: b\r\n'.repeat(250)}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n`,
      431,
    ],
    ['a long body', `${form}Content-Length: 1000000\r\n\r\n`, 413],
    ['a body of pieces', `${form}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n`, 411],
  ])('is refused, with the headers of every answer: %s', async (_, text, status) => {
    const answer = await say(text);
    expect(answer.status).toBe(status);
    expect(faultsOf(answer.headers)).toEqual([]);
    expect(answer.headers.connection).toBe('close');
    expect(handled).toEqual([]);
  });

  test('what a client expects beforehand is not promised, and its request is one like any other', async () => {
    const text = `GET /activity HTTP/1.1\r\n${host}Expect: miracles\r\nConnection: close\r\n\r\n`;
    expect((await say(text)).status).toBe(200);
    expect(handled).toEqual(['/activity']);
  });

  test('nothing is said into an answer that has begun', async () => {
    const { dial } = await open();
    const socket = dial();
    socket.write(`GET /stuck HTTP/1.1\r\n${host}\r\n`);
    const answer = answerOn(socket);
    await once(socket, 'data');
    socket.write('nonsense\r\n\r\n');
    const { text } = await answer;
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('a form', () => {
  const body = (token: string) => `form-token=${token}`;
  const posted = (text: string, headers = form) =>
    say(`${headers}Connection: close\r\nContent-Length: ${text.length}\r\n\r\n${text}`);

  test('with the token of its browser goes on', async () => {
    expect((await posted(body(forms.token(number)))).status).toBe(200);
    expect(handled).toEqual(['/sign-in']);
  });

  const own = form.replace(/Cookie: .*\r\n/, '');
  test.each([
    ['without a token', '', form],
    ['with the token of another browser', body(forms.token(forms.make())), form],
    ['with a token and no cookie', body(forms.token(number)), own],
    [
      'with a cookie that somebody made up',
      body(forms.token(number)),
      `${own}Cookie: bulkhead.form=x\r\n`,
    ],
    ['with the cookie for a token', body(number), form],
    [
      'from another site, with the right token',
      body(forms.token(number)),
      form.replace('Origin: http://panel.example', 'Origin: https://evil.example'),
    ],
    [
      'without an origin, with the right token',
      body(forms.token(number)),
      form.replace('Origin: http://panel.example\r\n', ''),
    ],
    [
      'of no origin, with the right token',
      body(forms.token(number)),
      form.replace('Origin: http://panel.example', 'Origin: null'),
    ],
  ])('%s is refused', async (_, text, headers) => {
    const answer = await posted(text, headers);
    expect(answer.status).toBe(403);
    expect(faultsOf(answer.headers)).toEqual([]);
    expect(handled).toEqual([]);
  });
});

describe('a client that takes its time', () => {
  const quick = { headersMs: 100, requestMs: 200, lookMs: 20 };

  test('over its headers is told so, and goes', async () => {
    const answer = await say(`GET / HTTP/1.1\r\n${host}`, quick);
    expect(answer.status).toBe(408);
    expect(faultsOf(answer.headers)).toEqual([]);
  });

  test('over its headers, a byte at a time, is told so, and goes', async () => {
    const { dial } = await open(quick);
    const socket = dial();
    socket.write(`GET / HTTP/1.1\r\n${host}a: `);
    const drip = setInterval(() => socket.write('b'), 10);
    expect((await answerOn(socket)).status).toBe(408);
    clearInterval(drip);
  });

  test('over its body, a byte at a time, is told so, and Next never hears of it', async () => {
    const { dial } = await open(quick);
    const socket = dial();
    socket.write(`${form}Content-Length: 100000\r\n\r\n`);
    const drip = setInterval(() => socket.write('b'), 10);
    const answer = await answerOn(socket);
    clearInterval(drip);
    expect(answer.status).toBe(408);
    expect(faultsOf(answer.headers)).toEqual([]);
    expect(handled).toEqual([]);
  });

  test('and says nothing at all goes', async () => {
    const { dial } = await open(quick);
    await answerOn(dial());
  });

  test('between two requests goes', async () => {
    const text = `GET / HTTP/1.1\r\n${host}\r\n`;
    expect((await say(text, { keepAliveMs: 50 })).status).toBe(200);
  });

  test('over reading, and takes nothing, goes', async () => {
    const { server, dial } = await open({ silenceMs: 100 });
    const connected = once(server, 'connection');
    const socket = dial();
    socket.write(`GET /long HTTP/1.1\r\n${host}\r\n`);
    socket.pause();
    const [held] = await connected;
    await once(held, 'close');
    expect(handled).toEqual(['/long']);
    socket.destroy();
  });

  test('over reading, however little at a time, goes at last', async () => {
    const answer = await say(`GET /stuck HTTP/1.1\r\n${host}\r\n`, { answerMs: 100 });
    expect(answer.text).toContain('a beginning');
  });
});

describe('connections', () => {
  async function hold(dial: () => Socket) {
    const socket = dial();
    socket.write(`GET /stuck HTTP/1.1\r\n${host}\r\n`);
    await once(socket, 'data');
    return socket;
  }

  test('beyond those of one address are closed unheard, and one that ends makes room', async () => {
    const { server, dial } = await open({ connectionsEach: 2 });
    const ended = once(server, 'connection').then(([socket]) => once(socket, 'close'));
    const [first] = [await hold(dial), await hold(dial)];
    const third = dial();
    third.write(`GET /third HTTP/1.1\r\n${host}\r\n`);
    expect((await answerOn(third)).text).toBe('');
    first.destroy();
    await ended;
    await hold(dial);
    expect(handled).toEqual(['/stuck', '/stuck', '/stuck']);
  });

  test('beyond those of all are closed unheard', async () => {
    const { dial } = await open({ connections: 1 });
    await hold(dial);
    expect((await answerOn(dial())).text).toBe('');
  });

  test('of a trusted proxy, which speaks for many, are not counted', async () => {
    const { dial } = await open({ connectionsEach: 1 }, ['127.0.0.1']);
    await hold(dial);
    await hold(dial);
    expect(handled).toHaveLength(2);
  });

  test.each([
    ['203.0.113.1', '203.0.113.1', 1],
    ['203.0.113.1', '203.0.113.2', 2],
    ['203.0.113.1', '::ffff:203.0.113.1', 1],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::1', 1],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::', 1],
    ['2001:db8::1', '2001:db8:0:0:1::1', 1],
    ['2001:db8::1', '2001:db8:0:1::1', 2],
    ['::1', '::2', 1],
  ])('from %s and %s are those of %3$i', (one, other, count) => {
    const server = new EventEmitter() as Server;
    boundConnections(server, { ...usualBounds, connectionsEach: 1 }, []);
    const closed: string[] = [];
    for (const remoteAddress of [one, other]) {
      const socket = Object.assign(new EventEmitter(), {
        remoteAddress,
        destroy: () => closed.push(remoteAddress),
      });
      server.emit('connection', socket);
    }
    expect(closed).toEqual(count === 1 ? [other] : []);
  });
});
