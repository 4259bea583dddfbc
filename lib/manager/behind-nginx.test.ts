import { execFileSync, spawn } from 'node:child_process';
import { once as happens } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  request as requestPlain,
  type Server,
} from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../launch/ports.ts';
import { type Authority, openAuthority } from '../testing/certificates.ts';
import { addressHeader } from './client-address.ts';
import { guardRequest } from './guard-request.ts';
import { responseHeaders } from './response-headers.ts';

const nginx = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/bin/nginx'].find(existsSync);
const example = path.resolve(import.meta.dirname, '../../docs/running/nginx.conf');
const host = 'manager.example.com';
const publicUrl = new URL(`https://${host}`);
const token = 'a-token-that-no-log-may-hold';

// What the manager's own server decides, behind the nginx of the example, where this machine has one.
describe.skipIf(!nginx)('behind the nginx of docs/running', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-nginx-'));
  const seen: IncomingHttpHeaders[] = [];
  const [logs, errors] = [path.join(dir, 'access.log'), path.join(dir, 'error.log')];
  let [tlsPort, plainPort] = [0, 0];
  let manager: Server;
  let authority: Authority | undefined;
  let stop = async () => {};

  beforeAll(async () => {
    manager = createServer((incoming, response) => {
      const guarded = guardRequest(incoming, publicUrl, ['127.0.0.1']);
      seen.push(incoming.headers);
      response.writeHead(guarded.pass ? 200 : guarded.status, responseHeaders(true)).end();
    }).listen(0, '127.0.0.1');
    await happens(manager, 'listening');
    const { port } = manager.address() as { port: number };
    [tlsPort, plainPort] = [await freePort(), await freePort()];
    authority = await openAuthority();
    const { certFile, keyFile } = await authority.server(host);
    const text = readFileSync(example, 'utf8')
      .replaceAll('/tmp/', `${dir}/`)
      .replace('server manager:3000', `server 127.0.0.1:${port}`)
      .replaceAll('listen 8443', `listen 127.0.0.1:${tlsPort}`)
      .replaceAll('listen 8080', `listen 127.0.0.1:${plainPort}`)
      .replace('/etc/nginx/tls/tls.crt', certFile)
      .replace('/etc/nginx/tls/tls.key', keyFile)
      .replace('error_log stderr', `error_log ${errors}`)
      .replace('/dev/stdout', logs);
    const file = path.join(dir, 'nginx.conf');
    writeFileSync(file, text);
    const flags = ['-c', file, '-p', dir, '-e', errors];
    execFileSync(nginx ?? '', [...flags, '-t'], { stdio: 'ignore' });
    const child = spawn(nginx ?? '', [...flags, '-g', 'daemon off;'], { stdio: 'ignore' });
    stop = async () => {
      child.kill('SIGQUIT');
      await happens(child, 'exit');
    };
    const answers = () =>
      ask('/').then(
        () => true,
        () => false,
      );
    for (const deadline = Date.now() + 10_000; !(await answers()); ) {
      if (Date.now() > deadline) throw new Error(readFileSync(errors, 'utf8'));
    }
  });
  afterAll(async () => {
    await stop();
    manager.close();
    manager.closeAllConnections();
    authority?.remove();
    rmSync(dir, { recursive: true });
  });

  function ask(url: string, options: { headers?: object; method?: string; name?: string } = {}) {
    const { headers, method = 'GET', name = host } = options;
    return new Promise<{ status: number; headers: NodeJS.Dict<string[]>; text: string }>(
      (resolve, reject) => {
        // Another address of this machine than the proxy's, so that the two can be told apart.
        request(
          {
            host: '127.0.0.1',
            port: tlsPort,
            localAddress: '127.0.0.9',
            servername: name,
            rejectUnauthorized: false,
            path: url,
            method,
            headers: { host: name, ...headers },
          },
          async (response) => {
            const text = (await response.setEncoding('utf8').toArray()).join('');
            resolve({ status: response.statusCode ?? 0, headers: response.headersDistinct, text });
          },
        )
          .on('error', reject)
          .end();
      },
    );
  }
  const addressSeen = () => seen.at(-1)?.[addressHeader];

  test('the manager sees the client, not the proxy', async () => {
    expect((await ask('/sign-in')).status).toBe(200);
    expect(addressSeen()).toBe('127.0.0.9');
  });

  test.each([
    { 'x-forwarded-for': '203.0.113.7' },
    { 'x-forwarded-for': '203.0.113.7, 127.0.0.1' },
    { 'x-real-ip': '203.0.113.7' },
    { forwarded: 'for=203.0.113.7' },
    { 'x-bulkhead-address': '203.0.113.7' },
    { 'x-forwarded-host': 'evil.example' },
  ])('no client chooses its address: %j', async (headers) => {
    expect((await ask('/sign-in', { headers })).status).toBe(200);
    expect(addressSeen()).toBe('127.0.0.9');
    expect(JSON.stringify(seen.at(-1))).not.toMatch(/203\.0\.113\.7|evil/);
  });

  const told = (headers: NodeJS.Dict<string[]>) => [
    headers['strict-transport-security'],
    headers['x-content-type-options'],
  ];
  const once = [['max-age=63072000; includeSubDomains'], ['nosniff']];

  test('browsers are told of TLS and types once: by the manager, or by nginx where it answers itself', async () => {
    const own = await ask('/sign-in', { headers: { 'content-length': String(300 * 1024) } });
    expect([own.status, ...told(own.headers)]).toEqual([413, ...once]);
    for (const method of ['GET', 'POST']) {
      expect(told((await ask('/sign-in', { method })).headers)).toEqual(once);
    }
  });

  test('a form of another origin is refused as without a proxy, and one of ours is not', async () => {
    const from = (origin: string) => ask('/sign-in', { method: 'POST', headers: { origin } });
    expect((await from('https://evil.example')).status).toBe(403);
    expect((await from(publicUrl.origin)).status).toBe(200);
  });

  test('bodies are bounded before they are read: short everywhere, longer where lists are uploaded', async () => {
    const send = (url: string, bytes: number) =>
      ask(url, { headers: { 'content-length': String(bytes), expect: '100-continue' } });
    expect((await send('/sign-in', 300 * 1024)).status).toBe(413);
    expect((await send('/staff/resets/lists/upload', 65 * 1024 * 1024)).status).toBe(413);
  });

  test('whoever asks for another name, or without TLS, gets no page', async () => {
    await expect(ask('/', { name: 'evil.example' })).rejects.toThrow();
    const answer = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: plainPort, path: '/a?b=c', headers: { host } };
      requestPlain(options, (response) => {
        response.resume();
        resolve(response.headers);
      })
        .on('error', reject)
        .end();
    });
    expect(answer.location).toBe(`https://${host}/a?b=c`);
    // Of TLS nothing may be said where there is none: browsers do not believe it.
    expect(answer['strict-transport-security']).toBeUndefined();
    expect(answer['x-content-type-options']).toBe('nosniff');
  });

  test('no log holds a link’s token, in query or referrer, while the manager answers or is gone', async () => {
    const link = `/reset/link?token=${token}`;
    await ask(link, { headers: { referer: `https://${host}${link}`, 'user-agent': token } });
    manager.close();
    manager.closeAllConnections();
    const { status, headers, text } = await ask(link);
    expect([status, headers['retry-after'], ...told(headers)]).toEqual([503, ['60'], ...once]);
    expect(text).toMatch(/come back.*\n.*revenir/);
    const logged = readFileSync(logs, 'utf8');
    expect(logged).toContain('GET /reset/link 503');
    expect(logged + readFileSync(errors, 'utf8')).not.toContain(token);
  });
});
