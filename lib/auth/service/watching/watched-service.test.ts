import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { withClient } from '../../../database/roles.ts';
import { startWatchedService } from '../../../testing/auth-service.ts';
import { freshDatabases } from '../../../testing/databases.ts';
import { type AuthConnection, connectAuth } from '../../connect.ts';

let service: Awaited<ReturnType<typeof startWatchedService>>;
let manager: AuthConnection;
let ownerUrl: string;

beforeAll(async () => {
  const { auth } = await freshDatabases();
  ownerUrl = auth.ownerUrl;
  service = await startWatchedService(auth.appUrl);
  const callerKey = readFileSync(service.keyFile('manager'), 'utf8').trim();
  manager = connectAuth({ socketPath: service.socketPath, caller: 'manager', callerKey });
});
afterAll(() => service.stop());

const status = async (path: string) => (await fetch(service.watchUrl + path)).status;

async function untilReady(expected: number): Promise<void> {
  while ((await status('/ready')) !== expected);
}

async function figure(series: string): Promise<number | undefined> {
  const page = await (await fetch(`${service.watchUrl}/metrics`)).text();
  const line = page.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
}

/** As the superuser, from another database. */
const asSuperuser = (text: string) =>
  withClient(inject('postgresUrl'), async (client) => void (await client.query(text)));

function askSocket(method: string, path: string): Promise<number | undefined> {
  const { socketPath } = service;
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method, path }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode);
    });
    outgoing.on('error', reject).end();
  });
}

it('the figures follow what is asked of the service, its limits and its alerts', async () => {
  const throttled = 'bulkhead_auth_throttled_total{limit="password-strangers"}';
  const wrongKeys = 'bulkhead_auth_alerts_total{event="wrong-caller-key"}';
  const no = 'bulkhead_auth_verdicts_total{verb="verify-password",verdict="no"}';
  expect([await figure(throttled), await figure(wrongKeys)]).toEqual([0, 0]);
  const question = { email: 'nobody@example.com', password: 'wrong' };
  for (let attempt = 0; attempt < 12; attempt++) {
    const source = { address: `192.0.2.${attempt}` };
    await manager.ask('verify-password', { ...question, source });
  }
  expect([await figure(throttled), await figure(no)]).toEqual([2, 12]);
  const stranger = { socketPath: service.socketPath, caller: 'manager', callerKey: 'wrong' };
  await connectAuth(stranger).ask('describe-factors', { subject: crypto.randomUUID() });
  expect(await figure(wrongKeys)).toBe(1);
  expect(await figure('bulkhead_auth_hash_queue_running')).toBe(0);
  expect(await figure('bulkhead_auth_password_rows{scheme="bcrypt-hmac-sha384"}')).toBe(0);
});

it('where it is watched nothing is decided, and where it decides nothing is watched', async () => {
  const asked = await fetch(`${service.watchUrl}/v1/verify-password`, {
    method: 'POST',
    body: '{}',
  });
  expect(asked.status).toBe(405);
  expect(await askSocket('GET', '/health')).toBe(200);
  expect(await askSocket('GET', '/metrics')).toBe(403);
  expect(await askSocket('GET', '/ready')).toBe(403);
});

it('without its database it lives and is not ready, and is again when the database is back', async () => {
  await untilReady(200);
  const name = new URL(ownerUrl).pathname.slice(1);
  await asSuperuser(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await asSuperuser(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  await untilReady(503);
  expect([await status('/health'), await status('/metrics')]).toEqual([200, 200]);
  await asSuperuser(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await untilReady(200);
});

it('without a key that was agreed upon it is not ready', async () => {
  const setState = (from: string, to: string) =>
    withClient(ownerUrl, (client) =>
      client.query(
        `UPDATE key_version SET fingerprint = overlay(fingerprint PLACING $2::bytea FROM 1)
         WHERE kind = 'pepper' AND substring(fingerprint FROM 1 FOR 1) = $1::bytea RETURNING 1`,
        [from, to],
      ),
    );
  const [{ first }] = await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query(
      `SELECT substring(fingerprint FROM 1 FOR 1) AS first FROM key_version WHERE kind = 'pepper'`,
    );
    return rows as [{ first: Buffer }];
  });
  const other = Buffer.from([(first[0] ?? 0) ^ 1]);
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;
  expect((await setState(hex(first), hex(other))).rowCount).toBe(1);
  await untilReady(503);
  await setState(hex(other), hex(first));
  await untilReady(200);
});

it('while it stops it is not ready, and lives until the last question is answered', async () => {
  const { socketPath } = service;
  const open = request({ socketPath, method: 'POST', path: '/v1/verify-password' });
  open.on('error', () => {});
  // A question that is still being sent keeps the service from ending.
  open.flushHeaders();
  await untilReady(200);
  const ended = service.end('SIGTERM');
  await untilReady(503);
  expect(await status('/health')).toBe(200);
  open.destroy();
  await ended;
  await expect(fetch(`${service.watchUrl}/health`)).rejects.toThrow();
});
