import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Authority, openAuthority, put } from '../../../testing/certificates.ts';
import type { TlsPaths } from '../../tls-files.ts';
import { ConfigurationError } from '../environment.ts';
import { open, shown } from '../testing/knock.ts';
import { openSecureEntrance, type SecureEntrance } from '../testing/secure-entrance.ts';

const day = 86_400_000;
let authority: Authority;
let files: TlsPaths;
let manager: TlsPaths;
let entrance: SecureEntrance;

beforeEach(async () => {
  authority = await openAuthority();
  files = await authority.server();
  manager = await authority.caller('manager');
  entrance = await openSecureEntrance(files);
});
afterEach(async () => {
  await entrance.close();
  authority.remove();
});

/** The serial number of the certificate that a new connection is shown. */
async function shownNow(): Promise<string> {
  const { ask, socket } = open(entrance.port, shown(manager));
  expect(await ask()).toMatch(/^HTTP\/1\.1 200 /);
  return socket.getPeerCertificate().serialNumber;
}

describe('a renewed certificate', () => {
  it('is shown from the next connection on, while those that are open go on', async () => {
    const open1 = open(entrance.port, shown(manager));
    expect(await open1.ask()).toMatch(/ 200 /);
    const before = await shownNow();
    await authority.server();
    await entrance.renew();
    expect(await shownNow()).not.toBe(before);
    expect(await open1.ask()).toMatch(/ 200 /);
    expect(entrance.alerts()).toEqual([]);
  });

  it('raises no alert while its key is still to come', async () => {
    const before = await shownNow();
    const key = readFileSync(files.keyFile, 'utf8');
    await authority.server();
    const renewedKey = readFileSync(files.keyFile, 'utf8');
    put(files.keyFile, key);
    await entrance.renew();
    expect(await shownNow()).toBe(before);
    put(files.keyFile, renewedKey);
    await entrance.renew();
    expect(await shownNow()).not.toBe(before);
    expect(entrance.alerts()).toEqual([]);
  });
});

describe('files that cannot be used raise one alert and leave the old ones in force:', () => {
  const ago = (ms: number) => new Date(Date.now() - ms);
  const spoilt: [string, () => unknown][] = [
    ['one that is gone', () => rmSync(files.certFile)],
    ['one that is empty', () => put(files.certFile, '')],
    [
      'a certificate cut short',
      () => put(files.certFile, readFileSync(files.certFile, 'utf8').slice(0, 300)),
    ],
    ['a certificate that has expired', () => authority.server('auth', { notAfter: ago(1_000) })],
    [
      'a certificate that is not valid yet',
      () => authority.server('auth', { notBefore: ago(-day) }),
    ],
    ['a certificate for clients', () => authority.server('auth', { usage: ['clientAuth'] })],
    [
      'the key of another certificate',
      () => put(files.keyFile, readFileSync(manager.keyFile, 'utf8')),
    ],
    ['a key that others may read', () => chmodSync(files.keyFile, 0o640)],
    ['no authority', () => put(files.caFile, '')],
    ['an authority that is none', () => put(files.caFile, readFileSync(manager.certFile, 'utf8'))],
  ];

  it.each(spoilt)('%s', async (_name, spoil) => {
    const before = await shownNow();
    await spoil();
    for (let look = 0; look < 5; look++) await entrance.renew();
    expect(await shownNow()).toBe(before);
    expect(entrance.alerts()).toEqual(['tls-files-refused']);
    const said = JSON.stringify(entrance.logged);
    for (const line of readFileSync(manager.keyFile, 'utf8').split('\n').slice(1, -2)) {
      expect(said).not.toContain(line);
    }
  });

  it.each(spoilt)('and at a start nothing is opened with %s', async (_name, spoil) => {
    await spoil();
    await expect(openSecureEntrance(files)).rejects.toBeInstanceOf(ConfigurationError);
  });

  it('and once they are mended, a later fault raises another', async () => {
    const good = readFileSync(files.certFile, 'utf8');
    for (let fault = 1; fault <= 2; fault++) {
      put(files.certFile, 'damaged');
      for (let look = 0; look < 3; look++) await entrance.renew();
      put(files.certFile, good);
      await entrance.renew();
      expect(entrance.alerts()).toHaveLength(fault);
    }
  });
});

describe('an authority that is replaced', () => {
  it('is trusted no more: not on new connections, nor on those that are open', async () => {
    const idle = open(entrance.port, shown(manager));
    expect(await idle.ask()).toMatch(/ 200 /);
    // One that is in the middle of a question is answered, and closed then.
    const decided = Promise.withResolvers<{ verdict: 'no' }>();
    const reached = Promise.withResolvers<void>();
    entrance.decideBy(() => {
      reached.resolve();
      return decided.promise;
    });
    const busy = open(entrance.port, shown(manager));
    const answer = busy.ask();
    await reached.promise;

    const other = await openAuthority();
    put(files.caFile, other.pem);
    await entrance.renew();
    await idle.closed;
    decided.resolve({ verdict: 'no' });
    expect(await answer).toMatch(/ 200 .*connection: close/is);
    await busy.closed;

    expect(await open(entrance.port, shown(manager)).ask()).toBe('');
    const callerOfOther = shown(await other.caller('manager'));
    expect(await open(entrance.port, callerOfOther).ask()).toMatch(/ 200 /);
    other.remove();
  });

  it('may overlap with the next one, so that no caller is cut off while certificates are changed', async () => {
    const other = await openAuthority();
    writeFileSync(files.caFile, `${authority.pem}\n${other.pem}`);
    await entrance.renew();
    expect(await open(entrance.port, shown(manager)).ask()).toMatch(/ 200 /);
    const next = shown(await other.caller('manager'));
    expect(await open(entrance.port, next).ask()).toMatch(/ 200 /);
    other.remove();
  });
});

describe('a certificate near its end', () => {
  it('raises an alert a day, a week before, until it is renewed', async () => {
    await authority.server('auth', { notAfter: new Date(Date.now() + 30 * day) });
    const look = async (days: number) => {
      entrance.setClock(() => new Date(Date.now() + days * day));
      await entrance.renew();
      return entrance.alerts().length;
    };
    expect(await look(22)).toBe(0);
    expect(await look(24)).toBe(1);
    expect(await look(24.5)).toBe(1);
    expect(await look(25.5)).toBe(2);
    expect(new Set(entrance.alerts())).toEqual(new Set(['certificate-ending']));
    await authority.server('auth', { notAfter: new Date(Date.now() + 60 * day) });
    expect(await look(27)).toBe(2);
  });

  it('raises it in the last quarter of a short life only', async () => {
    const life = { notBefore: new Date(), notAfter: new Date(Date.now() + day) };
    await authority.server('auth', life);
    await entrance.renew();
    expect(entrance.alerts()).toEqual([]);
    entrance.setClock(() => new Date(Date.now() + 0.8 * day));
    await entrance.renew();
    expect(entrance.alerts()).toEqual(['certificate-ending']);
  });
});
