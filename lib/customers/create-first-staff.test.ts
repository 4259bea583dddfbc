import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { connectAuth } from '../auth/connect.ts';
import { openPool } from '../database/pool.ts';
import { startAuthService } from '../testing/auth-service.ts';
import { freshDatabases } from '../testing/databases.ts';
import { createFirstStaff } from './create-first-staff.ts';

let [db, pool]: [PrismaClient, Pool] = [] as never;
let service: Awaited<ReturnType<typeof startAuthService>>;

beforeAll(async () => {
  const fresh = await freshDatabases();
  service = await startAuthService(fresh.auth.appUrl);
  vi.stubEnv('MANAGER_DATABASE_URL', fresh.manager.appUrl);
  vi.stubEnv('MANAGER_PORT', '3000');
  vi.stubEnv('PUBLIC_URL', 'http://localhost:3000');
  vi.stubEnv('AUTH_SOCKET', service.socketPath);
  vi.stubEnv('AUTH_CALLER_KEY_FILE', service.keyFile('manager'));
  vi.stubEnv('NEXTAUTH_SECRET', 'x'.repeat(32));
  pool = openPool(fresh.manager.appUrl);
  db = new PrismaClient({ adapter: new PrismaPg(pool) });
  const known = { id: crypto.randomUUID(), email: 'known@example.com', name: 'A', language: 'en' };
  await db.customer.create({ data: known });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await db.$disconnect();
  await Promise.all([pool.end(), service.stop()]);
});

function setUp(token: string, email: string) {
  const password = 'a lantern over the quiet harbour';
  const source = { address: '192.0.2.1', userAgent: 'test' };
  return createFirstStaff({ token, email, name: 'Ada', language: 'en', password, source });
}

it('tells whether an email is known to nobody without the set-up link', async () => {
  const token = randomBytes(32).toString('base64url');
  expect(await setUp(token, 'known@example.com')).toEqual({ verdict: 'no' });
  expect(await setUp(token, 'nobody@example.com')).toEqual({ verdict: 'no' });
});

it('tells the bearer of the link, who then sets up with another email, once', async () => {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const callerKey = readFileSync(service.keyFile('operator'), 'utf8').trim();
  const operator = connectAuth({ ...service, caller: 'operator', callerKey });
  expect(await operator.ask('open-setup', { tokenHash })).toEqual({ verdict: 'yes' });
  expect(await setUp(token, 'known@example.com')).toEqual({ verdict: 'exists' });
  expect(await setUp(token, 'ada@example.com')).toEqual({ verdict: 'yes' });
  const where = { email: 'ada@example.com', staffRole: 'security' };
  const first = await db.customer.findFirstOrThrow({ where, include: { activity: true } });
  expect(first.activity).toMatchObject([
    { kind: 'password-set', outcome: 'yes', userAgent: 'test' },
  ]);
  expect(await setUp(token, 'eve@example.com')).toEqual({ verdict: 'no' });
});
