import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomeOf } from '../testing/installation.ts';
import { openReplicas, type Replicas } from '../testing/replicas.ts';
import { tryRemoteDoor } from './zones/try-remote-door.ts';

let replicas: Replicas;
let variables: Record<string, string>;
beforeAll(async () => {
  replicas = await openReplicas();
  const files = await replicas.authority.caller('operator');
  variables = {
    AUTH_URL: replicas.url.href,
    AUTH_TLS_CERT_FILE: files.certFile,
    AUTH_TLS_KEY_FILE: files.keyFile,
    AUTH_TLS_CA_FILE: files.caFile,
    AUTH_CALLER_KEY_FILE: path.join(replicas.dir, 'operator.key'),
    OPERATOR_DATABASE_URL: 'postgresql://operator_app@127.0.0.1:1/manager',
    JOURNAL_DATABASE_URL: 'postgresql://journal_app@127.0.0.1:1/auth',
  };
});
afterAll(() => replicas.close());

function bulkhead(args: string[], changes: Record<string, string | undefined> = {}) {
  const script = path.join(import.meta.dirname, 'main.ts');
  return outcomeOf(
    spawn(process.execPath, [script, ...args], {
      // Nothing of a launcher's is there.
      env: {
        NODE_ENV: 'test',
        PATH: process.env.PATH,
        DATA_DIR: '/nowhere',
        ...variables,
        ...changes,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

describe("the operator's commands, on a machine of their own", () => {
  it('ask the auth service that AUTH_URL names', async () => {
    const { stdout, code } = await bulkhead(['keys', 'status', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'yes', source: 'file' });
  });

  it.each(['AUTH_TLS_CA_FILE', 'AUTH_CALLER_KEY_FILE', 'OPERATOR_DATABASE_URL'])(
    'name %s when it is missing',
    async (name) => {
      const { stderr, code } = await bulkhead(['keys', 'status'], { [name]: undefined });
      expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
      expect(stderr).toContain(name);
    },
  );
});

describe('the proof of the port', () => {
  it('is green on a system as it is installed', async () => {
    const { stdout, code } = await bulkhead(['zones', '--json']);
    const attempts: { attempt: string; held: boolean }[] = JSON.parse(stdout);
    expect(attempts.filter(({ held }) => !held)).toEqual([]);
    expect([attempts.length, code]).toEqual([5, 0]);
  });

  it('is red where whoever comes is answered', async () => {
    const files = await replicas.authority.caller('operator');
    const own = await replicas.authority.server('careless');
    const shown = { cert: readFileSync(own.certFile), key: readFileSync(own.keyFile) };
    const open = createServer(shown, (_, response) => response.end('{}'));
    await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
    const { port } = open.address() as { port: number };
    const door = { url: new URL(`https://localhost:${port}`), ...files };
    const callerKeyFile = path.join(replicas.dir, 'operator.key');
    const zone = { databaseUrl: '', journalUrl: '', authDoor: door, callerKeyFile };
    const held = (await tryRemoteDoor(zone, door)).filter((one) => one.held);
    expect(held.map(({ attempt }) => attempt)).toEqual(['connect without TLS']);
    open.closeAllConnections();
    open.close();
  });
});
