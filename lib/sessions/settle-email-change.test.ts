import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { EmailHeld } from '../customers/follow-email.ts';
import { searchCustomers } from '../customers/search-customers.ts';
import { withRoom } from '../customers/with-room.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { settleDisowning } from './settle-disowning.ts';
import { settleEmailChange } from './settle-email-change.ts';
import { type Redeemed, startSession } from './start-session.ts';

const source = { address: '203.0.113.9', userAgent: 'a browser' };
const { db, customer } = await openManagerBench();

const newEmail = () => `${randomUUID()}@example.net`;
const newCustomer = (email = newEmail()) => customer({ email });

const redeemed = (subject: string, email?: string, decidedAt = new Date()): Redeemed => ({
  verdict: 'yes',
  subject,
  method: 'password',
  decidedAt: decidedAt.toISOString(),
  recoveryCodesLeft: 0,
  enrolmentRequired: false,
  staffRole: null,
  ...(email && { email }),
});
const sessions = (customerId: string) =>
  db.session.findMany({ where: { customerId, endedAt: null } });
const emailOf = async (id: string) =>
  (await db.customer.findUniqueOrThrow({ where: { id } })).email;
const recorded = (customerId: string, kind: string) =>
  db.activity.count({ where: { customerId, kind } });
const told = (customerId: string) =>
  db.notice.count({ where: { customerId, kind: 'email-changed' } });

test('a change is followed once: the address, a notice, the activity, and the end of other sessions', async () => {
  const subject = await newCustomer();
  for (let times = 0; times < 3; times++) await startSession(db, redeemed(subject), source);
  const [asking] = await sessions(subject);
  const made = { subject, askedIn: asking?.id ?? '', email: newEmail() };
  await Promise.all(Array.from({ length: 5 }, () => settleEmailChange(db, made, source)));
  expect(await emailOf(subject)).toBe(made.email);
  expect((await sessions(subject)).map(({ id }) => id)).toEqual([asking?.id]);
  expect([await recorded(subject, 'email-changed'), await told(subject)]).toEqual([1, 1]);
  // The mail is found by who answers staff's questions too.
  const { customers } = await searchCustomers(db, made.email);
  expect(customers.map(({ id }) => id)).toEqual([subject]);

  // The owner signs in elsewhere; whoever clicks an old page again ends nothing.
  await startSession(db, redeemed(subject, made.email, new Date(Date.now() + 1_000)), source);
  await settleEmailChange(db, made, source);
  expect(await sessions(subject)).toHaveLength(2);
});

test('a manager that died before it followed is mended by the next sign-in, and nothing of it is lost', async () => {
  const subject = await newCustomer();
  await startSession(db, redeemed(subject), source);
  const email = newEmail();
  await startSession(db, redeemed(subject, email), source);
  expect(await emailOf(subject)).toBe(email);
  expect(await sessions(subject)).toHaveLength(1);
  expect([await recorded(subject, 'email-changed'), await told(subject)]).toEqual([1, 1]);
  // The click that comes after all finds it done, and spares what began since.
  await settleEmailChange(db, { subject, askedIn: randomUUID(), email }, source);
  expect(await sessions(subject)).toHaveLength(1);
  expect(await recorded(subject, 'email-changed')).toBe(1);
});

test('a session on a yes from before the change is not started after it', async () => {
  const subject = await newCustomer();
  const before = new Date(Date.now() - 1_000);
  const made = { subject, askedIn: randomUUID(), email: newEmail() };
  await settleEmailChange(db, made, source);
  await expect(startSession(db, redeemed(subject, made.email, before), source)).rejects.toThrow();
});

test('an address that another customer has here only because their own change was lost is made free', async () => {
  const [wanted, theirs] = [newEmail(), newEmail()];
  const [subject, stale] = [await newCustomer(), await newCustomer(wanted)];
  // Theirs stands in the way of a third, who did not follow either.
  const third = await newCustomer(theirs);
  const truth: Record<string, string> = { [stale]: theirs, [third]: newEmail() };
  const asked: string[] = [];
  const ask = async (_verb: string, { subject: id }: { subject: string }) => {
    asked.push(id);
    return { verdict: 'yes', email: truth[id], pending: null };
  };
  const start = () => startSession(db, redeemed(subject, wanted), source);
  await expect(start()).rejects.toThrow(EmailHeld);
  await withRoom({ db, ask: ask as never }, wanted, start);
  expect(await emailOf(subject)).toBe(wanted);
  expect(await emailOf(stale)).toBe(theirs);
  expect(await emailOf(third)).toBe(truth[third]);
  expect(asked).toEqual([stale, third]);
  expect(await sessions(subject)).toHaveLength(1);
});

test('two that stand in each other’s way without an end are a no, and leave everything as it was', async () => {
  const wanted = newEmail();
  const [subject, holder] = [await newCustomer(), await newCustomer(wanted)];
  const ask = async () => ({ verdict: 'unavailable' });
  const start = () => startSession(db, redeemed(subject, wanted), source);
  await expect(withRoom({ db, ask: ask as never }, wanted, start)).rejects.toThrow(EmailHeld);
  expect(await emailOf(holder)).toBe(wanted);
  expect(await sessions(subject)).toEqual([]);
});

test('an address that was put back by “this wasn’t me” is put back here, and every session ends', async () => {
  const before = newEmail();
  const subject = await newCustomer(before);
  const made = { subject, askedIn: randomUUID(), email: newEmail() };
  await settleEmailChange(db, made, source);
  const thief = redeemed(subject, made.email, new Date(Date.now() + 1_000));
  await startSession(db, thief, source);
  const disowned = { subject, doneAt: new Date().toISOString(), email: before };
  await Promise.all(Array.from({ length: 5 }, () => settleDisowning(db, disowned, source)));
  expect(await emailOf(subject)).toBe(before);
  expect(await sessions(subject)).toEqual([]);
  expect(await recorded(subject, 'email-restored')).toBe(1);
});
