import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, openAuthority } from '../../../testing/certificates.ts';
import { readDoor } from '../../door.ts';
import type { TlsPaths } from '../../tls-files.ts';

let authority: Authority;
let files: TlsPaths;
let remote: Record<string, string>;
beforeAll(async () => {
  authority = await openAuthority();
  files = await authority.caller('manager');
  remote = {
    AUTH_URL: 'https://auth.bulkhead.internal:7443',
    AUTH_TLS_CERT_FILE: files.certFile,
    AUTH_TLS_KEY_FILE: files.keyFile,
    AUTH_TLS_CA_FILE: files.caFile,
  };
});
afterAll(() => authority.remove());

const local = { AUTH_SOCKET: '/run/auth.sock' };

describe('where the auth service is', () => {
  it('is a socket, or a URL with the files of mutual TLS', () => {
    expect(readDoor(local)).toEqual({ socketPath: '/run/auth.sock' });
    expect(readDoor(remote)).toEqual({ url: new URL(remote.AUTH_URL as string), ...files });
  });

  it('is said once, and whole', () => {
    expect(() => readDoor({})).toThrow('AUTH_SOCKET');
    expect(() => readDoor({ ...local, ...remote })).toThrow('either');
    for (const name of Object.keys(remote)) {
      expect(() => readDoor({ ...remote, [name]: undefined })).toThrow(name);
    }
    expect(() => readDoor({ ...local, AUTH_TLS_CA_FILE: files.caFile })).toThrow('either');
  });

  it.each([
    'https://user:hunter2@auth.bulkhead.internal:7443',
    'https://auth.bulkhead.internal:7443/v1',
    'https://auth.bulkhead.internal:7443/?key=hunter2',
  ])('is a host and a port and nothing more: %s', (url) => {
    let said = '';
    try {
      readDoor({ ...remote, AUTH_URL: url });
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toMatch(/^AUTH_URL must be/);
    expect(said).not.toContain('hunter2');
  });

  it('is not asked with files that could not be used: the start fails and says which', async () => {
    const server = await authority.server();
    const withFiles = (changes: Record<string, string>) => () =>
      readDoor({ ...remote, ...changes });
    expect(withFiles({ AUTH_TLS_KEY_FILE: server.keyFile })).toThrow('is not the private key of');
    expect(
      withFiles({ AUTH_TLS_CERT_FILE: server.certFile, AUTH_TLS_KEY_FILE: server.keyFile }),
    ).toThrow('lacks the extended key usage clientAuth');
    expect(withFiles({ AUTH_TLS_CA_FILE: '/nowhere.ca' })).toThrow('/nowhere.ca cannot be read');
  });
});
