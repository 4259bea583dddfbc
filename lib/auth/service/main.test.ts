import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../database/roles.ts';
import { freshDatabases } from '../../testing/databases.ts';
import { connectAuth } from '../connect.ts';

let folder: string;
let variables: Record<string, string>;
let ownerUrl: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  const { auth } = await freshDatabases();
  ownerUrl = auth.ownerUrl;
  folder = mkdtempSync(path.join(tmpdir(), 'auth-main-'));
  const digest = (caller: string) => createHash('sha256').update(`key-${caller}`).digest('hex');
  const callers = { manager: digest('m'), worker: digest('w'), operator: digest('o') };
  writeFileSync(path.join(folder, 'callers.json'), JSON.stringify(callers), { mode: 0o600 });
  variables = {
    AUTH_SOCKET: path.join(folder, 'run', 'auth.sock'),
    AUTH_DATABASE_URL: auth.appUrl,
    AUTH_KEYS_FILE: path.join(folder, 'keys.json'),
    AUTH_CALLERS_FILE: path.join(folder, 'callers.json'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'panel@example.net',
    PUBLIC_URL: 'https://panel.example.net/',
    BCRYPT_COST: '10',
  };
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(changes: Record<string, string | undefined> = {}) {
  const script = path.join(import.meta.dirname, 'main.ts');
  child = spawn(process.execPath, [script], {
    env: { NODE_ENV: 'production', ...variables, ...changes },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return child;
}

async function startedAndReady() {
  const started = start();
  const [message] = await once(started, 'message');
  expect(message).toEqual({ type: 'ready' });
  return started;
}

async function failure(changes: Record<string, string | undefined>) {
  const failing = start(changes);
  let text = '';
  failing.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [code] = await once(failing, 'close');
  return { code, text };
}

describe('the auth service', () => {
  it('makes its keys, says when it is ready, answers, and stops cleanly when told', async () => {
    const started = await startedAndReady();
    expect(statSync(variables.AUTH_KEYS_FILE as string).mode & 0o777).toBe(0o600);
    const { ask } = connectAuth({
      socketPath: variables.AUTH_SOCKET as string,
      caller: 'operator',
      callerKey: 'key-o',
    });
    const asked = { tokenHash: 'ab'.repeat(32) };
    expect(await ask('open-setup', asked)).toEqual({ verdict: 'yes' });
    const exited = once(started, 'exit');
    started.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(existsSync(variables.AUTH_SOCKET as string)).toBe(false);
    expect(await ask('open-setup', asked)).toEqual({ verdict: 'unavailable' });
  });

  it('starts over the socket of one that was killed, and goes when its launcher goes', async () => {
    const killed = await startedAndReady();
    const gone = once(killed, 'exit');
    killed.kill('SIGKILL');
    await gone;
    const started = await startedAndReady();
    const exited = once(started, 'exit');
    started.disconnect();
    expect(await exited).toEqual([0, null]);
  });
});

const remote = {
  AUTH_SOCKET: undefined,
  AUTH_LISTEN: '127.0.0.1:7443',
  AUTH_TLS_CERT_FILE: '/nowhere.crt',
  AUTH_TLS_KEY_FILE: '/nowhere.key',
  AUTH_TLS_CA_FILE: '/nowhere.ca',
};

describe('it refuses to start, with one line and no secret in it', () => {
  it.each([
    [{ BCRYPT_COST: '9' }, 'BCRYPT_COST'],
    [{ PUBLIC_URL: 'not a url' }, 'PUBLIC_URL'],
    [{ AUTH_SOCKET: `/${'x'.repeat(120)}` }, 'AUTH_SOCKET'],
    [{ AUTH_LISTEN: '127.0.0.1:7443' }, 'either AUTH_SOCKET, or AUTH_LISTEN'],
    [{ AUTH_TLS_KEY_FILE: '/nowhere.key' }, 'either AUTH_SOCKET, or AUTH_LISTEN'],
    [{ AUTH_SOCKET: undefined }, 'either AUTH_SOCKET, or AUTH_LISTEN'],
    [{ AUTH_SOCKET: undefined, AUTH_LISTEN: '127.0.0.1:7443' }, 'AUTH_TLS_CERT_FILE'],
    [{ ...remote, AUTH_LISTEN: '7443' }, 'AUTH_LISTEN'],
    [{ ...remote, AUTH_TLS_KEY_FILE: 'hunter2' }, 'AUTH_TLS_KEY_FILE'],
    [remote, '/nowhere.crt cannot be read'],
    [{ AUTH_CALLERS_FILE: '/nowhere.json' }, 'callers file'],
    [{ AUTH_DATABASE_URL: 'postgresql://auth_app:hunter2@127.0.0.1:1/auth' }, 'database'],
  ])('with %j', async (changes, named) => {
    const { code, text } = await failure(changes);
    expect(code).toBe(1);
    expect(text).toMatch(/^auth: .*\n$/);
    expect(text).toContain(named);
    expect(text).not.toContain('hunter2');
  });

  it('when its keys are lost and there are customers, or others can read them', async () => {
    await withClient(ownerUrl, (client) =>
      client.query(
        `INSERT INTO subject VALUES (gen_random_uuid(), '\\x01', '\\x02', 'en', NULL, now())`,
      ),
    );
    const lost = path.join(folder, 'lost.json');
    const { code, text } = await failure({ AUTH_KEYS_FILE: lost });
    expect([code, text.split('\n').length]).toEqual([1, 2]);
    expect(text).toContain('restore it');
    expect(existsSync(lost)).toBe(false);
    chmodSync(variables.AUTH_KEYS_FILE as string, 0o644);
    expect(await failure({})).toMatchObject({ code: 1, text: expect.stringContaining('0600') });
  });
});
