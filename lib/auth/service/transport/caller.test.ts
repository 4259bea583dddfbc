import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
  type TlsOptions,
  type Server as TlsServer,
} from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Authority, openAuthority, put, type Said } from '../../../testing/certificates.ts';
import { connectAuth } from '../../connect.ts';
import { timeHeader } from '../../contract.ts';
import type { TlsPaths } from '../../tls-files.ts';
import { keyOf, openSecureEntrance, type SecureEntrance } from '../testing/secure-entrance.ts';

const day = 86_400_000;
const grant = { grant: 'x'.repeat(43), purpose: 'sign-in' } as const;
const no = { verdict: 'no' };
const unavailable = { verdict: 'unavailable' };
let authority: Authority;
let stranger: Authority;
let manager: TlsPaths;
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  authority = await openAuthority();
  stranger = await openAuthority();
  manager = await authority.caller('manager');
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
  for (const one of open.splice(0)) await one.close();
});
afterAll(() => {
  authority.remove();
  stranger.remove();
});

const asManager = (url: URL, files = manager) =>
  connectAuth({ url, ...files, caller: 'manager', callerKey: keyOf('manager') });
const at = (port: number, host = 'localhost') => new URL(`https://${host}:${port}`);

async function openService(said?: Said): Promise<SecureEntrance> {
  const service = await openSecureEntrance(await authority.server('auth', said));
  open.push(service);
  return service;
}

async function listen(server: Server | TlsServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return (server.address() as { port: number }).port;
}

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

describe('behind one address', () => {
  /** A load balancer in front of one replica, that treats the first connections as it is told. */
  async function openBalancer(port: number, treat: (client: Socket, index: number) => boolean) {
    let connections = 0;
    const balancer = createServer((client) => {
      if (treat(client, connections++)) return;
      const server = connect(port, '127.0.0.1').on('error', () => client.destroy());
      client.on('close', () => server.destroy()).on('error', () => {});
      server.on('close', () => client.destroy());
      client.pipe(server).pipe(client);
    });
    return { port: await listen(balancer), connections: () => connections };
  }

  it('a connection that is lost before anything was asked on it is tried again', async () => {
    const service = await openService();
    const balancer = await openBalancer(service.port, (client, index) => {
      if (index < 2) client.destroy();
      return index < 2;
    });
    expect(await asManager(at(balancer.port)).ask('redeem-grant', grant)).toEqual(no);
    expect([service.asked.length, balancer.connections()]).toEqual([1, 3]);
  });

  it('one that does not open in time is, too', async () => {
    const service = await openService();
    const balancer = await openBalancer(service.port, (_, index) => index === 0);
    expect(await asManager(at(balancer.port)).ask('redeem-grant', grant)).toEqual(no);
    expect([service.asked.length, balancer.connections()]).toEqual([1, 2]);
  });

  it('where nobody opens, it is not tried for ever', async () => {
    const service = await openService();
    const balancer = await openBalancer(service.port, (client) => {
      client.destroy();
      return true;
    });
    expect(await asManager(at(balancer.port)).ask('redeem-grant', grant)).toEqual(unavailable);
    expect(balancer.connections()).toBe(3);
  });

  it('a question that may have begun is not asked again', async () => {
    const service = await openService();
    const clients: Socket[] = [];
    const balancer = await openBalancer(service.port, (client) => {
      clients.push(client);
      return false;
    });
    service.decideBy(async () => {
      for (const client of clients) client.destroy();
      return { verdict: 'no' };
    });
    const { ask } = asManager(at(balancer.port));
    expect(await ask('redeem-grant', grant)).toEqual(unavailable);
    expect([service.asked.length, balancer.connections()]).toEqual([1, 1]);
  });

  it('one lost answer drops the connections that wait: their replica may be gone', async () => {
    const service = await openService();
    const clients: Socket[] = [];
    let spoke: Socket | undefined;
    const balancer = await openBalancer(service.port, (client) => {
      clients.push(client);
      client.on('data', () => {
        spoke = client;
      });
      return false;
    });
    const { ask } = asManager(at(balancer.port));
    const together = Promise.withResolvers<{ verdict: 'no' }>();
    service.decideBy(() => {
      if (service.asked.length === 5) together.resolve({ verdict: 'no' });
      return together.promise;
    });
    await Promise.all(Array.from({ length: 5 }, () => ask('redeem-grant', grant)));
    const closed = clients.map((client) => new Promise((resolve) => client.once('close', resolve)));
    service.decideBy(async () => {
      spoke?.destroy();
      return { verdict: 'no' };
    });
    expect(await ask('redeem-grant', grant)).toEqual(unavailable);
    await Promise.all(closed);
    expect(balancer.connections()).toBe(5);
  });

  it('a connection is not kept for ever, so that questions come to replicas that began later', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const service = await openService();
    const balancer = await openBalancer(service.port, () => false);
    const { ask } = asManager(at(balancer.port));
    const connectionsAfter = async (minutes: number) => {
      vi.setSystemTime(Date.now() + minutes * 60_000);
      expect(await ask('redeem-grant', grant)).toEqual(no);
      return balancer.connections();
    };
    expect(await connectionsAfter(0)).toBe(1);
    expect(await connectionsAfter(4)).toBe(1);
    expect(await connectionsAfter(2)).toBe(1);
    expect(await connectionsAfter(0)).toBe(2);
  });

  it('the next address of a name is tried where the first has nobody', async () => {
    const service = await openService();
    vi.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: unknown, found: Found) =>
      found(null, [
        { address: '127.0.0.2', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ])) as never);
    expect(await asManager(service.url).ask('redeem-grant', grant)).toEqual(no);
    expect(service.asked).toHaveLength(1);
  });
  type Found = (error: null, addresses: { address: string; family: number }[]) => void;
});
