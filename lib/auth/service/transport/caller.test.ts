import { readFileSync } from 'node:fs';
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
  type TlsOptions,
} from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import { put } from '../../../testing/certificates.ts';
import { timeHeader } from '../../contract.ts';
import type { TlsPaths } from '../../tls-files.ts';
import { openCallers } from '../testing/callers.ts';

const { authority, stranger, manager, asManager, at, openService, listen } = await openCallers();
const day = 86_400_000;
const grant = { grant: 'x'.repeat(43), purpose: 'sign-in' } as const;
const no = { verdict: 'no' };
const unavailable = { verdict: 'unavailable' };

describe('a caller asks the service', () => {
  it('by the name in its certificate, and gets its answer', async () => {
    const service = await openService();
    expect(await asManager(service.url).ask('redeem-grant', grant)).toEqual(no);
    expect(service.asked).toEqual([['manager', 'redeem-grant']]);
  });

  it('by an address that stands in its certificate', async () => {
    const service = await openService({ names: [{ type: 'ip', value: '127.0.0.1' }] });
    const { ask } = asManager(at(service.port, '127.0.0.1'));
    expect(await ask('redeem-grant', grant)).toEqual(no);
  });
});

describe('a caller says nothing to', () => {
  const ago = (ms: number) => new Date(Date.now() - ms);
  const servers: [string, () => Promise<TlsPaths>, TlsOptions?][] = [
    [
      'a server of another name',
      () => authority.server('a', { names: [{ type: 'dns', value: 'auth.example.com' }] }),
    ],
    ['a server of another authority', () => stranger.server()],
    [
      'a server that signed for itself',
      () =>
        authority.selfSigned('b', {
          names: [{ type: 'dns', value: 'localhost' }],
          usage: ['serverAuth'],
        }),
    ],
    [
      'a server whose certificate has expired',
      () => authority.server('c', { notAfter: ago(1_000) }),
    ],
    [
      'a server whose certificate is not valid yet',
      () => authority.server('d', { notBefore: ago(-day) }),
    ],
    [
      'a server with the certificate of a caller',
      () => authority.server('e', { usage: ['clientAuth'] }),
    ],
    [
      'a server with a certificate for no stated use',
      () => authority.server('f', { usage: undefined }),
    ],
    [
      'a server with its name in the subject only',
      () => authority.server('g', { names: undefined, commonName: 'localhost' }),
    ],
    ['a server of an older TLS', () => authority.server('h'), { maxVersion: 'TLSv1.2' }],
  ];

  async function pretend(files: TlsPaths, options: TlsOptions = {}) {
    let heard = '';
    const certificate = { cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) };
    const server = createTlsServer({ ...certificate, ...options }, (socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        heard += chunk;
        socket.end(
          `HTTP/1.1 200 OK\r\n${timeHeader}: ${new Date().toISOString()}\r\ncontent-length: 16\r\n\r\n{"verdict":"no"}`,
        );
      });
    });
    server.on('tlsClientError', () => {});
    return { port: await listen(server), heard: () => heard };
  }

  it.each(servers)('%s', async (_name, make, options) => {
    const { port, heard } = await pretend(await make(), options);
    expect(await asManager(at(port)).ask('redeem-grant', grant)).toEqual(unavailable);
    expect(heard()).toBe('');
  });

  it('a server that the system trusts, or when the environment turns checking off', async () => {
    const { port, heard } = await pretend(await stranger.server());
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const before = getCACertificates('default');
    setDefaultCACertificates([stranger.pem]);
    try {
      expect(await asManager(at(port)).ask('redeem-grant', grant)).toEqual(unavailable);
    } finally {
      setDefaultCACertificates(before);
    }
    expect(heard()).toBe('');
  });

  it('anybody, when its own files cannot be used', async () => {
    const service = await openService();
    const files = { ...manager, keyFile: '/nowhere.key' };
    expect(await asManager(service.url, files).ask('redeem-grant', grant)).toEqual(unavailable);
    expect(service.asked).toEqual([]);
    // As a stand-in it does answer one who says everything right.
    const { port, heard } = await pretend(await authority.server('z'));
    expect(await asManager(at(port)).ask('redeem-grant', grant)).toEqual(no);
    expect(heard()).toContain('redeem-grant');
  });
});

it("a caller's renewed certificate is shown at its next connection; half of a pair changes nothing", async () => {
  const service = await openService();
  const held = Promise.withResolvers<{ verdict: 'no' }>();
  let reached = Promise.withResolvers<void>();
  service.decideBy(() => {
    reached.resolve();
    return held.promise;
  });
  const named = (value: string) =>
    authority.caller('renewed', { names: [{ type: 'dns', value: `${value}.bulkhead.internal` }] });
  const own = await named('manager');
  const oldKey = readFileSync(own.keyFile, 'utf8');
  const { ask } = asManager(service.url, own);
  // Each holds its connection, so that the next opens another.
  const first = ask('redeem-grant', grant);
  await reached.promise;

  // The next certificate is one that the service refuses: so it is seen to be shown.
  await named('worker');
  const newKey = readFileSync(own.keyFile, 'utf8');
  put(own.keyFile, oldKey);
  reached = Promise.withResolvers();
  const second = ask('redeem-grant', grant);
  await reached.promise;
  put(own.keyFile, newKey);
  expect(await ask('redeem-grant', grant)).toEqual(unavailable);
  expect(service.refused).toEqual([['manager', 'wrong-certificate']]);
  held.resolve({ verdict: 'no' });
  expect(await Promise.all([first, second])).toEqual([no, no]);
});
