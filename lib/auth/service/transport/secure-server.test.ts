import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Authority, openAuthority } from '../../../testing/certificates.ts';
import type { TlsPaths } from '../../tls-files.ts';
import { open, openPlain, question, shown } from '../testing/knock.ts';
import { keyOf, openSecureEntrance, type SecureEntrance } from '../testing/secure-entrance.ts';

const day = 86_400_000;
let authority: Authority;
let stranger: Authority;
let files: TlsPaths;
let manager: TlsPaths;
let worker: TlsPaths;
let entrance: SecureEntrance;

beforeAll(async () => {
  authority = await openAuthority();
  stranger = await openAuthority(false);
  files = await authority.server();
  manager = await authority.caller('manager');
  worker = await authority.caller('worker');
});
afterAll(() => {
  authority.remove();
  stranger.remove();
});
beforeEach(async () => {
  entrance = await openSecureEntrance(files);
});
afterEach(() => entrance.close());

const dns = (value: string) => ({ type: 'dns', value }) as const;
const theManager = dns('manager.bulkhead.internal');
const refusal = /^HTTP\/1\.1 403 .*\r\n\r\n\{"verdict":"no"\}$/s;

describe('the right certificate with the right key', () => {
  it('is answered, as the caller it names', async () => {
    const asManager = open(entrance.port, shown(manager));
    expect(await asManager.ask()).toMatch(/^HTTP\/1\.1 200 .*\{"verdict":"no"\}$/s);
    expect(asManager.socket.getProtocol()).toBe('TLSv1.3');
    const asWorker = open(entrance.port, shown(worker));
    expect(await asWorker.ask(question('worker'))).toMatch(/^HTTP\/1\.1 200 /);
    expect(entrance.asked).toEqual([
      ['manager', 'redeem-grant'],
      ['worker', 'redeem-grant'],
    ]);
    expect(entrance.refused).toEqual([]);
  });
});

describe('before any HTTP is read, and without a word, a connection is closed', () => {
  const certificates: [string, () => Promise<Partial<TlsPaths>>][] = [
    ['without a certificate', async () => ({})],
    ['with one that has expired', () => authority.caller('a', { ...named, notAfter: ago(1_000) })],
    [
      'with one that is not valid yet',
      () => authority.caller('b', { ...named, notBefore: ago(-day) }),
    ],
    [
      'with one that signed itself',
      () => authority.selfSigned('c', { ...named, usage: ['clientAuth'] }),
    ],
    ['with one of another authority of the same name', () => stranger.caller('manager')],
    ['with one for servers only', () => authority.caller('d', { ...named, usage: ['serverAuth'] })],
    ["with the auth service's own", async () => files],
  ];
  const named = { names: [theManager] };
  const ago = (ms: number) => new Date(Date.now() - ms);

  it.each(certificates)('%s', async (_name, make) => {
    const paths = await make();
    const certificate = paths.certFile ? shown(paths as TlsPaths) : {};
    const { ask, socket } = open(entrance.port, certificate);
    expect(await ask()).toBe('');
    expect(socket.destroyed).toBe(true);
    expect([entrance.asked, entrance.refused]).toEqual([[], []]);
    // The log says that somebody tried, and nobody is woken: whoever reaches the port can do so.
    expect(entrance.logged.map(({ event }) => event)).toEqual(['handshake-refused']);
    expect(entrance.alerts()).toEqual([]);
  });

  it('with an older TLS', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.1'] as const) {
      const old = open(entrance.port, { ...shown(manager), minVersion: 'TLSv1', maxVersion });
      expect(await old.ask()).toBe('');
    }
    expect([entrance.asked, entrance.refused]).toEqual([[], []]);
  });

  it('without TLS', async () => {
    // An alert of TLS in seven bytes, or nothing: no HTTP.
    expect(await openPlain(entrance.port).ask()).not.toContain('HTTP');
    expect([entrance.asked, entrance.refused]).toEqual([[], []]);
  });

  it('that says nothing, or only the beginning of a handshake', async () => {
    const silent = openPlain(entrance.port);
    const halfway = openPlain(entrance.port);
    halfway.socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
    expect(await Promise.all([silent.closed, halfway.closed])).not.toContain('HTTP');
    expect(await entrance.connections()).toBe(0);
  });
});

describe('a certificate of our authority that is not the caller\u2019s', () => {
  const wrong: [string, () => Promise<TlsPaths>][] = [
    ["another caller's", async () => worker],
    [
      'one of a name nobody has',
      () => authority.caller('e', { names: [dns('intruder.bulkhead.internal')] }),
    ],
    ['one of another domain', () => authority.caller('f', { names: [dns('manager.example.com')] })],
    [
      'one with more behind the name',
      () => authority.caller('g', { names: [dns('manager.bulkhead.internal.example.com')] }),
    ],
    [
      'one with more before the name',
      () => authority.caller('h', { names: [dns('x.manager.bulkhead.internal')] }),
    ],
    ['one for any name', () => authority.caller('i', { names: [dns('*.bulkhead.internal')] })],
    [
      'one of two names',
      () => authority.caller('j', { names: [theManager, dns('worker.bulkhead.internal')] }),
    ],
    [
      'one with the name as a URI',
      () => authority.caller('k', { names: [{ type: 'url', value: 'manager.bulkhead.internal' }] }),
    ],
    [
      'one with the name as a mailbox',
      () =>
        authority.caller('l', {
          names: [{ type: 'email', value: 'DNS:manager.bulkhead.internal' }],
        }),
    ],
    [
      'one with a comma in the name',
      () => authority.caller('m', { names: [dns('manager.bulkhead.internal, DNS:x')] }),
    ],
    [
      'one with the name in its subject only',
      () =>
        authority.caller('n', {
          names: [{ type: 'ip', value: '127.0.0.1' }],
          commonName: 'manager.bulkhead.internal',
        }),
    ],
    [
      'one for no stated use',
      () => authority.caller('o', { names: [theManager], usage: undefined }),
    ],
  ];

  it.each(wrong)('%s does not ask as the manager, even with its key', async (_name, make) => {
    const { ask } = open(entrance.port, shown(await make()));
    expect(await ask()).toMatch(refusal);
    expect(entrance.asked).toEqual([]);
    expect(entrance.refused).toEqual([['manager', 'wrong-certificate']]);
  });

  it.each(wrong.slice(1))(
    '%s is not even told whether the service is well',
    async (_name, make) => {
      const { ask } = open(entrance.port, shown(await make()));
      expect(await ask('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n')).toMatch(refusal);
    },
  );
});

it('the right certificate without the right key is refused', async () => {
  for (const key of ['wrong', keyOf('worker')]) {
    expect(await open(entrance.port, shown(manager)).ask(question('manager', key))).toMatch(
      refusal,
    );
  }
  expect(entrance.asked).toEqual([]);
  expect(entrance.refused).toEqual(Array.from({ length: 2 }, () => ['manager', 'wrong-key']));
});

it('what was shown once is not remembered: no session is taken up again without the certificate', async () => {
  const first = open(entrance.port, shown(manager));
  await first.ask();
  const session = first.socket.getSession() as Buffer;
  const second = open(entrance.port, { session });
  expect(await second.ask()).toBe('');
  expect(entrance.asked).toHaveLength(1);
});

it('a connection that outlives its certificate is refused and closed', async () => {
  const short = await authority.caller('short', {
    names: [theManager],
    notAfter: new Date(Date.now() + day),
  });
  const { ask, closed } = open(entrance.port, shown(short));
  expect(await ask()).toMatch(/^HTTP\/1\.1 200 /);
  entrance.setClock(() => new Date(Date.now() + day + 1_000));
  expect(await ask()).toMatch(refusal);
  expect(entrance.refused).toEqual([['manager', 'wrong-certificate']]);
  await closed;
});
