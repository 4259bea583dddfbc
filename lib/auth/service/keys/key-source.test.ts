import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, readEnvironment } from '../environment.ts';
import { makeKeys } from '../testing/bench.ts';
import { changeKeyFile, loadKeys, readKeyFile } from './key-file.ts';
import { openKeySource } from './key-source.ts';
import { formatKeys } from './parse-keys.ts';

const keys = makeKeys();
const text = formatKeys(keys);
/** Any of these in a message would be a leak. */
const secrets = [keys.lookup, ...keys.keyEncryption.byVersion.values()].map((key) =>
  key.toString('base64'),
);

let folder: string;
let keyFile: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'key-source-'));
  keyFile = path.join(folder, 'keys.json');
  writeFileSync(keyFile, text, { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function fault(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  const { message } = error as Error;
  for (const secret of [...secrets, 'hunter2']) expect(message).not.toContain(secret);
  return message;
}

describe('a key file', () => {
  it('is changed whole, for our eyes only, and what was in it stays', () => {
    const file = path.join(folder, 'changed.json');
    const before = loadKeys({ file, hasSubjects: false });
    changeKeyFile(file, (ring) => ({
      ...ring,
      keyEncryption: {
        current: 1,
        byVersion: new Map([...ring.keyEncryption.byVersion, [2, randomBytes(32)]]),
      },
    }));
    const after = readKeyFile(file);
    expect([...after.keyEncryption.byVersion.keys()]).toEqual([1, 2]);
    expect(after.keyEncryption.byVersion.get(1)).toEqual(before.keyEncryption.byVersion.get(1));
    expect(after.lookup).toEqual(before.lookup);
  });

  it('is left alone when somebody else changed it meanwhile', () => {
    const file = path.join(folder, 'raced.json');
    loadKeys({ file, hasSubjects: false });
    expect(() =>
      changeKeyFile(file, (ring) => {
        writeFileSync(file, text);
        return ring;
      }),
    ).toThrow('changed meanwhile');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('a key command', () => {
  const run = (...command: string[]) => openKeySource({ command }).open(false);

  it('yields the keys it prints, run without a shell and told no secret of ours', async () => {
    expect(await run('/bin/cat', keyFile)).toEqual(keys);
    await fault(run('/bin/cat', `${keyFile};touch ${folder}/shell`));
    expect(existsSync(path.join(folder, 'shell'))).toBe(false);
    const script = path.join(folder, 'environment');
    const out = path.join(folder, 'variables');
    writeFileSync(script, `#!/bin/sh\nenv > ${out}\ncat ${keyFile}\n`);
    chmodSync(script, 0o700);
    vi.stubEnv('AUTH_DATABASE_URL', 'hunter2');
    expect(await run(script)).toEqual(keys);
    vi.unstubAllEnvs();
    expect(readFileSync(out, 'utf8')).not.toContain('hunter2');
  });

  it.each([
    ['cannot be run', ['/nowhere/keys']],
    ['fails', ['/bin/sh', '-c', 'cat "$0"; echo hunter2 >&2; exit 3', '']],
    ['prints no keys', ['/bin/echo', 'hunter2']],
    ['prints nothing', ['/bin/true']],
    ['prints without end', ['/usr/bin/yes', 'hunter2']],
  ])('that %s is one line without what it said', async (_what, command) => {
    expect(await fault(run(...command.map((word) => word || keyFile)))).toMatch(/^the key command/);
  });
});

describe('a key URL', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function serve(listener: RequestListener): Promise<URL> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`);
  }
  const read = (url: URL, tokenFile?: string) => openKeySource({ url, tokenFile }).read();

  it('yields the keys it answers, bare or as Vault wraps them, for the token of a private file', async () => {
    const tokenFile = path.join(folder, 'token');
    writeFileSync(tokenFile, 'hvs.one\n', { mode: 0o600 });
    const bodies = [text, `{"data":${text}}`, `{"data":{"data":${text},"metadata":{}}}`];
    const url = await serve((request, response) => {
      const known = request.headers.authorization === 'Bearer hvs.one';
      response.writeHead(known ? 200 : 403).end(known ? bodies.shift() : 'hunter2');
    });
    for (let time = 0; time < 3; time++) expect(await read(url, tokenFile)).toEqual(keys);
    expect(await fault(read(url))).toContain('403');
    chmodSync(tokenFile, 0o640);
    expect(await fault(read(url, tokenFile))).toContain('0600');
  });

  it.each<[string, RequestListener]>([
    ['redirects', (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(text)],
    ['fails', (_, response) => response.writeHead(500).end('hunter2')],
    ['answers no keys', (_, response) => response.end('{"data":"hunter2"}')],
    ['answers too much', (_, response) => response.end(text + ' '.repeat(70_000))],
    ['breaks off', (_, response) => response.socket?.destroy()],
  ])('that %s is one line without what it said', async (_what, listener) => {
    expect(await fault(read(await serve(listener)))).toMatch(/^the key URL/);
  });
});

describe('where keys come from', () => {
  const base = {
    NODE_ENV: 'production' as const,
    AUTH_SOCKET: '/run/auth.sock',
    AUTH_DATABASE_URL: 'postgresql://auth_app@db/auth',
    AUTH_CALLERS_FILE: '/callers.json',
    SMTP_URL: 'smtp://localhost',
    MAIL_FROM: 'panel@example.net',
    PUBLIC_URL: 'https://panel.example.net',
  };
  const settings = (more: Record<string, string>) => readEnvironment({ ...base, ...more }).keys;

  it('is a file, a command or a URL', () => {
    expect(settings({ AUTH_KEYS_FILE: '/k' })).toEqual({ file: '/k' });
    expect(settings({ AUTH_KEYS_COMMAND: '/k' })).toEqual({ command: ['/k'] });
    const command = ['/k', '--from', 'kms:eu-1'];
    expect(settings({ AUTH_KEYS_COMMAND: JSON.stringify(command) })).toEqual({ command });
    const url = 'https://vault.example.com/v1/secret/data/bulkhead';
    expect(settings({ AUTH_KEYS_URL: url })).toMatchObject({ url: new URL(url) });
    expect(settings({ AUTH_KEYS_URL: 'http://127.0.0.1:8200/k' })).toHaveProperty('url');
  });

  it.each([
    {},
    { AUTH_KEYS_FILE: '/k', AUTH_KEYS_COMMAND: '/k' },
    { AUTH_KEYS_COMMAND: '/k', AUTH_KEYS_URL: 'https://v/k' },
    { AUTH_KEYS_FILE: '/k', AUTH_KEYS_TOKEN_FILE: '/t' },
    { AUTH_KEYS_COMMAND: 'keys' },
    { AUTH_KEYS_COMMAND: '["keys"]' },
    { AUTH_KEYS_COMMAND: '[]' },
    { AUTH_KEYS_COMMAND: '/bin/keys && hunter2' },
    { AUTH_KEYS_COMMAND: '{"0":"/k"}' },
    { AUTH_KEYS_URL: 'http://vault.example.com/k' },
    { AUTH_KEYS_URL: 'http://127.0.0.1.example.com/k' },
    { AUTH_KEYS_URL: 'https://root:hunter2@vault.example.com/k' },
    { AUTH_KEYS_URL: 'file:///etc/keys' },
  ])('is exactly one of them, absolute and safe: not %j', (more) => {
    expect(() => settings(more)).toThrow(ConfigurationError);
    expect(() => settings(more)).not.toThrow('hunter2');
  });

  it('is never a variable: none can carry the keys themselves', async () => {
    const names = readFileSync(path.join(import.meta.dirname, '..', 'environment.ts'), 'utf8')
      .matchAll(/^ {2}([A-Z_]+): /gm)
      .map(([, name]) => name as string)
      .toArray();
    expect(names).toContain('AUTH_KEYS_COMMAND');
    const compact = JSON.stringify(JSON.parse(text));
    const base64 = Buffer.from(compact).toString('base64');
    const forms = [
      compact,
      base64,
      JSON.stringify(['/bin/echo', compact]),
      JSON.stringify(['/bin/echo', base64]),
      JSON.stringify(['/bin/sh', '-c', `echo '${compact}'`]),
      `data:application/json,${encodeURIComponent(compact)}`,
      `data:application/json;base64,${base64}`,
      `http://127.0.0.1/?${encodeURIComponent(compact)}`,
    ];
    for (const name of [...names, 'AUTH_KEYS', 'AUTH_KEYS_JSON']) {
      for (const form of forms) {
        const given = readWith(name, form);
        const yielded =
          given &&
          (await openKeySource(given)
            .open(true)
            .catch(() => null));
        expect(yielded, `${name} carried keys`).toBeNull();
      }
    }
  });

  function readWith(name: string, value: string) {
    try {
      return settings({ [name]: value });
    } catch {
      return null;
    }
  }
});
