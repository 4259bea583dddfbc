import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connectAuth } from '../auth/connect.ts';
import { openOwnManager } from '../testing/own-manager.ts';
import { createFirstStaff } from './create-first-staff.ts';

const { db, service, customer } = await openOwnManager();
await customer({ email: 'known@example.com' });

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
