import { expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { isDisowningSettled, settleDisowning } from './settle-disowning.ts';
import { type Redeemed, startSession } from './start-session.ts';

const source = { address: '203.0.113.9', userAgent: 'a browser' };
const { db, customer: newCustomer } = await openManagerBench();

const redeemed = (subject: string, decidedAt = new Date()): Redeemed => ({
  verdict: 'yes',
  subject,
  method: 'password',
  decidedAt: decidedAt.toISOString(),
  recoveryCodesLeft: 0,
  enrolmentRequired: false,
  staffRole: null,
});
const live = (customerId: string) => db.session.count({ where: { customerId, endedAt: null } });

test('all sessions end, once for each time the account was locked, and staff find it', async () => {
  const subject = await newCustomer();
  await startSession(db, redeemed(subject), source);
  await startSession(db, redeemed(subject), source);
  const disowned = { subject, doneAt: new Date().toISOString(), email: null };
  expect(await isDisowningSettled(db, disowned)).toBe(false);
  await Promise.all(Array.from({ length: 5 }, () => settleDisowning(db, disowned, source)));
  expect(await live(subject)).toBe(0);
  expect(await isDisowningSettled(db, disowned)).toBe(true);
  expect(
    await db.activity.count({ where: { customerId: subject, kind: 'account-disowned' } }),
  ).toBe(1);
  const signals = await db.signal.findMany({ where: { customerId: subject } });
  expect(signals).toMatchObject([{ pattern: 'disowned', state: 'open', events: 1 }]);

  // The owner is back; the old mail is clicked again.
  await startSession(db, redeemed(subject, new Date(Date.now() + 1_000)), source);
  await settleDisowning(db, disowned, source);
  expect(await live(subject)).toBe(1);
  const again = { subject, doneAt: new Date(Date.now() + 2_000).toISOString(), email: null };
  await settleDisowning(db, again, source);
  expect(await live(subject)).toBe(0);
  expect(await db.signal.findMany({ where: { customerId: subject } })).toMatchObject([
    { events: 2 },
  ]);
});

test('a session on a yes that was given before the account was locked is not started after', async () => {
  const subject = await newCustomer();
  const before = new Date(Date.now() - 1_000);
  await settleDisowning(db, { subject, doneAt: new Date().toISOString(), email: null }, source);
  await expect(startSession(db, redeemed(subject, before), source)).rejects.toThrow();
  expect(await live(subject)).toBe(0);
});
