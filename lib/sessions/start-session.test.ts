import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { findSession } from './find-session.ts';
import { settleNewPassword } from './settle-new-password.ts';
import { type Redeemed, startSession } from './start-session.ts';

const { db, owner, customer, notices } = await openManagerBench();

const home = { address: '192.0.2.1', userAgent: 'test' };
const abroad = { address: '2001:db8::1', userAgent: 'test' };

function redeemed(subject: string, method: Redeemed['method'] = 'password'): Redeemed {
  return {
    verdict: 'yes',
    subject,
    method,
    decidedAt: new Date().toISOString(),
    recoveryCodesLeft: 9,
    enrolmentRequired: false,
    staffRole: null,
  };
}

async function kinds(customerId: string) {
  const rows = await db.activity.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
  return rows.map((row) => row.kind);
}

it('keeps nothing of the token but its hash', async () => {
  const id = await customer();
  const token = await startSession(db, redeemed(id), home);
  const { rows } = await owner.query('SELECT s::text AS row FROM session s');
  expect(rows.length).toBeGreaterThan(0);
  for (const { row } of rows) expect(row).not.toContain(token);
  expect((await findSession(db, token))?.customer.id).toBe(id);
});

it('begins when the auth service decided, so that a cutoff in between ends it', async () => {
  const grant = { ...redeemed(await customer()), decidedAt: '2026-01-02T03:04:05.678Z' };
  await startSession(db, grant, home);
  const { startedAt } = await db.session.findFirstOrThrow({ where: { customerId: grant.subject } });
  expect(startedAt.toISOString()).toBe(grant.decidedAt);
});

it('remembers whether a second factor was shown', async () => {
  const id = await customer();
  const by = async (method: Redeemed['method']) => {
    const token = await startSession(db, redeemed(id, method), home);
    return (await findSession(db, token))?.session.secondFactor;
  };
  expect([await by('password'), await by('totp'), await by('recovery-code')]).toEqual([
    false,
    true,
    true,
  ]);
});

it('mails about an address not seen before, but not about the very first sign-in', async () => {
  const id = await customer();
  await startSession(db, redeemed(id), home);
  await startSession(db, redeemed(id), home);
  expect(await notices(id)).toEqual([]);
  await startSession(db, redeemed(id), abroad);
  await startSession(db, redeemed(id), abroad);
  expect(await notices(id)).toEqual(['new-sign-in']);
});

it('a refusal from an address does not make it a familiar one', async () => {
  const id = await customer();
  await startSession(db, redeemed(id), home);
  const refusal = { customerId: id, kind: 'sign-in', outcome: 'no', ...abroad };
  await db.activity.create({ data: refusal });
  await startSession(db, redeemed(id), abroad);
  expect(await notices(id)).toEqual(['new-sign-in']);
});

it('a recovery code is told of, in the history and by mail', async () => {
  const id = await customer();
  await startSession(db, redeemed(id, 'recovery-code'), home);
  expect(await kinds(id)).toEqual(['sign-in', 'recovery-code-used']);
  expect(await notices(id)).toEqual(['recovery-code-used']);
});

it('few recovery codes left are told of at each one used, many are not', async () => {
  const id = await customer();
  const by = (recoveryCodesLeft: number) =>
    startSession(db, { ...redeemed(id, 'recovery-code'), recoveryCodesLeft }, home);
  await by(4);
  expect(await notices(id)).toEqual(['recovery-code-used']);
  await by(3);
  expect(await notices(id)).toEqual([
    'recovery-code-used',
    'recovery-code-used',
    'recovery-codes-low',
  ]);
  const told = await db.notification.findFirst({ where: { kind: 'recovery-codes-low' } });
  expect(told?.detail).toEqual({ left: 3 });
});

it('mails about a browser not seen before at a known address, and not about its next version', async () => {
  const id = await customer();
  const firefox = (version: number) => ({
    ...home,
    userAgent: `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`,
  });
  await startSession(db, redeemed(id), firefox(140));
  await startSession(db, redeemed(id), firefox(141));
  expect(await notices(id)).toEqual([]);
  const { userAgent } = firefox(141);
  const other = { ...home, userAgent: userAgent.replace('X11; Linux x86_64', 'Windows NT 10.0') };
  await startSession(db, redeemed(id), other);
  expect(await notices(id)).toEqual(['new-sign-in']);
});

it('reminds of the missing second factor after a week, once in ninety days, and nobody who has one', async () => {
  const [id, careful] = [await customer(), await customer()];
  const enter = async () => {
    await startSession(db, redeemed(id), home);
    await startSession(db, redeemed(careful, 'totp'), home);
  };
  const pass = (days: number) =>
    Promise.all(
      ['activity', 'notification'].map((table) =>
        owner.query(
          `UPDATE ${table} SET at = at - make_interval(days => $1) WHERE customer_id = ANY ($2)`,
          [days, [id, careful]],
        ),
      ),
    );
  await enter();
  await pass(6);
  await enter();
  expect(await notices(id)).toEqual([]);
  await pass(2);
  await enter();
  expect(await notices(id)).toEqual(['second-factor-missing']);
  await pass(89);
  await enter();
  expect(await notices(id)).toHaveLength(1);
  await pass(2);
  await enter();
  expect(await notices(id)).toHaveLength(2);
  expect(await notices(careful)).toEqual([]);
});

it('starts nothing for a subject the manager does not know', async () => {
  const stranger = randomUUID();
  await expect(startSession(db, redeemed(stranger), home)).rejects.toThrow();
  expect(await kinds(stranger)).toEqual([]);
});

it('starts nothing on a yes that a new password has overtaken', async () => {
  const id = await customer();
  const before = redeemed(id);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await settleNewPassword(db, { verdict: 'yes', subject: id, purpose: 'reset' }, home);
  await expect(startSession(db, before, abroad)).rejects.toThrow();
  expect(await kinds(id)).toEqual(['password-reset']);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await findSession(db, await startSession(db, redeemed(id), home))).not.toBeNull();
});

it('waits for a new password that is being settled, and then starts nothing', async () => {
  const id = await customer();
  const grant = redeemed(id);
  const client = await owner.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM customer WHERE id = $1 FOR NO KEY UPDATE', [id]);
  const started = startSession(db, grant, abroad).then(
    () => 'started',
    () => 'not started',
  );
  await client.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
     VALUES ($1, clock_timestamp() + interval '1 second', 'password-reset', 'yes', '', '')`,
    [id],
  );
  await client.query('COMMIT');
  client.release();
  expect(await started).toBe('not started');
});

it('a new password by mailed link ends every session, and is told of', async () => {
  const id = await customer();
  const tokens = [
    await startSession(db, redeemed(id), home),
    await startSession(db, redeemed(id), home),
  ];
  await settleNewPassword(db, { verdict: 'yes', subject: id, purpose: 'reset' }, home);
  for (const token of tokens) expect(await findSession(db, token)).toBeNull();
  expect(await kinds(id)).toEqual(['sign-in', 'sign-in', 'password-reset']);
  expect(await notices(id)).toEqual(['password-reset-done']);
});
