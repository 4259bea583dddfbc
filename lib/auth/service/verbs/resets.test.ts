import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withClient } from '../../../database/roles.ts';
import {
  type Bench,
  expectField,
  home,
  nextPassword,
  openBench,
  type Person,
  password,
} from '../testing/bench.ts';

let bench: Bench;
let staff: Person;

beforeEach(async () => {
  bench = await openBench();
  staff = await bench.staff();
});
afterEach(() => bench.close());

const no = { verdict: 'no' };
const reason = 'Passwords may have been seen by strangers.';

async function resetAll(options: { reset?: string; by?: Person; code?: string } = {}) {
  const by = options.by ?? staff;
  bench.pass({ minutes: 1 });
  return bench.ask('start-reset', {
    reset: options.reset ?? randomUUID(),
    scope: { kind: 'all', code: options.code ?? bench.code(by) },
    reason,
    staff: by.id,
    source: home,
  });
}

function resetSome(
  subjects: string[],
  options: { by?: string; reset?: string; code?: string } = {},
) {
  bench.pass({ seconds: 1 });
  return bench.ask('start-reset', {
    reset: options.reset ?? randomUUID(),
    scope: { kind: 'subjects', subjects, ...(options.code && { code: options.code }) },
    reason,
    staff: options.by ?? staff.id,
    source: home,
  });
}

async function chooseByMail(person: Person, chosen = nextPassword) {
  const token = await bench.link(person);
  return bench.ask('complete-link', { token, password: chosen, source: bench.freshSource() });
}

describe('a cutoff', () => {
  it('for one customer is told to whoever knows the password, and to nobody else', async () => {
    const one = await bench.customer(staff);
    const other = await bench.customer(staff);
    expect(await resetSome([one.id])).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(one)).toEqual({
      verdict: 'reset-required',
      because: 'reset',
      reason,
    });
    expect(await bench.signIn(one, 'not the password')).toEqual(no);
    expect(await bench.signIn(other)).toMatchObject({ verdict: 'yes' });
  });

  it('for a list concerns those on it', async () => {
    const people = [await bench.customer(staff), await bench.customer(staff)];
    const spared = await bench.customer(staff);
    const list = [...people.map(({ id }) => id), randomUUID()];
    bench.pass({ minutes: 1 });
    expect(await resetSome(list)).toEqual(no);
    expect(await resetSome(list, { code: bench.code(staff) })).toMatchObject({ verdict: 'yes' });
    for (const person of people) {
      expect(await bench.signIn(person)).toMatchObject({ verdict: 'reset-required' });
    }
    expect(await bench.signIn(spared)).toMatchObject({ verdict: 'yes' });
  });

  it('for all concerns everyone at once, whoever started it included', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    expect(await resetAll()).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'reset-required' });
    expect(await bench.signIn(staff)).toMatchObject({ verdict: 'reset-required' });
  });

  it('ends with a new password by the mailed link, and only there', async () => {
    const person = await bench.customer(staff);
    await resetAll();
    const change = { subject: person.id, current: password, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual(no);
    expect(await bench.ask('begin-totp', { subject: person.id, password, source: home })).toEqual(
      no,
    );
    expect(await chooseByMail(person)).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(person)).toEqual(no);
    expect(await bench.signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
  });

  it('closes what was open already: grants, challenges, pending authenticators', async () => {
    const plain = await bench.customer(staff);
    const guarded = await bench.customer(staff, { secondFactor: true });
    const begun = await bench.ask('begin-totp', { subject: plain.id, password, source: home });
    plain.key = expectField(begun, 'key');
    bench.pass({ minutes: 1 });
    const code = bench.code(staff);
    const grant = expectField(await bench.signIn(plain), 'grant');
    const challenge = await bench.challenge(guarded);
    bench.pass({ seconds: 1 });
    const scope = { kind: 'all', code } as const;
    const started = { reset: randomUUID(), scope, reason, staff: staff.id, source: home };
    expect(await bench.ask('start-reset', started)).toMatchObject({ verdict: 'yes' });
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);
    const answer = { challenge, method: 'totp', code: bench.code(guarded), source: home } as const;
    expect(await bench.ask('verify-second-factor', answer)).toEqual({
      verdict: 'no',
      challenge: 'over',
    });
    const confirm = { subject: plain.id, code: bench.code(plain), source: home };
    expect(await bench.ask('confirm-totp', confirm)).toEqual(no);
    const factors = { subject: guarded.id, password, code: bench.code(guarded), source: home };
    expect(await bench.ask('disable-totp', { ...factors, method: 'totp' })).toEqual(no);
    expect(await bench.ask('replace-recovery-codes', factors)).toEqual(no);
  });
});

it('a reset that waits for the database is later than whoever signs in meanwhile', async () => {
  const person = await bench.customer(staff);
  const cutoff = await withClient(bench.urls.ownerUrl, async (owner) => {
    await owner.query('BEGIN');
    await owner.query('SELECT FROM subject WHERE id = $1 FOR UPDATE', [staff.id]);
    const started = resetAll();
    await vi.waitUntil(async () => (await countWaiting('FROM subject')) === 1);
    bench.pass({ seconds: 5 });
    const grant = expectField(await bench.signIn(person), 'grant');
    const redeemed = await bench.ask('redeem-grant', { grant, purpose: 'sign-in' });
    expect(redeemed).toMatchObject({ decidedAt: bench.now().toISOString() });
    await owner.query('COMMIT');
    return expectField(await started, 'cutoff');
  });
  expect(Date.parse(cutoff)).toBeGreaterThanOrEqual(bench.now().getTime());
});

it('a grant redeemed and a password changed while a reset begins are decided before it or after', async () => {
  const [one, other] = [await bench.customer(staff), await bench.customer(staff)];
  const grant = expectField(await bench.signIn(one), 'grant');
  const decided = await withClient(bench.urls.ownerUrl, async (owner) => {
    await owner.query('BEGIN');
    // The reset under way has its lock, and its row is not to be seen yet.
    await owner.query('SELECT pg_advisory_xact_lock(7317002)');
    const decisions = Promise.all([
      bench.ask('redeem-grant', { grant, purpose: 'sign-in' }),
      bench.ask('change-password', {
        subject: other.id,
        current: password,
        next: nextPassword,
        source: home,
      }),
    ]);
    await vi.waitUntil(async () => (await countWaiting('pg_advisory_xact_lock_shared')) === 2);
    await owner.query(
      `WITH p AS (
         INSERT INTO reset_proposal (id, scope, reason, started_by, proposed_at)
         VALUES (gen_random_uuid(), 'all', 'x', $2, $1) RETURNING *
       )
       INSERT INTO reset (id, scope, cutoff, reason, started_by)
       SELECT id, scope, proposed_at, reason, started_by FROM p`,
      [new Date(bench.now().getTime() + 1), staff.id],
    );
    await owner.query('COMMIT');
    return decisions;
  });
  expect(decided).toEqual([no, no]);
});

async function countWaiting(statement: string): Promise<number> {
  const rows = await bench.sql(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
    [`%${statement}%`],
  );
  return rows.length;
}

describe('starting a reset', () => {
  it('takes staff by the own record of the service', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    expect(await resetSome([staff.id], { by: person.id })).toEqual(no);
    expect(await resetSome([staff.id], { by: randomUUID() })).toEqual(no);
    expect(await resetAll({ by: person })).toEqual(no);
  });

  it('of all takes the role security and a fresh code; support may reset one', async () => {
    const support = await bench.customer(staff, { secondFactor: true });
    await bench.sql(`UPDATE subject SET staff_role = 'support' WHERE id = $1`, [support.id]);
    expect(await resetAll({ by: support })).toEqual(no);
    const some = [support.id, staff.id];
    const code = bench.code(support, { stepsFromNow: 2 });
    expect(await resetSome(some, { by: support.id, code })).toEqual(no);
    expect(await resetSome([support.id], { by: support.id })).toMatchObject({ verdict: 'yes' });
    expect(await resetAll({ code: '000000' })).toEqual(no);
    const used = bench.code(staff, { stepsFromNow: 2 });
    expect(await resetAll({ code: used })).toMatchObject({ verdict: 'yes' });
    expect(await bench.sql(`SELECT 1 FROM reset WHERE scope = 'all'`)).toHaveLength(1);
  });

  it('twice by one id starts it once, and answers the same cutoff', async () => {
    const reset = randomUUID();
    const first = await resetAll({ reset });
    expect(await resetAll({ reset, code: '000000' })).toEqual(first);
    expect(await bench.sql('SELECT 1 FROM reset')).toHaveLength(1);
    expect(await resetSome([staff.id], { reset })).toEqual(no);
  });

  it('does not take a code twice', async () => {
    const code = bench.code(staff, { stepsFromNow: 2 });
    const one = { reset: randomUUID(), reason, staff: staff.id, source: home };
    bench.pass({ minutes: 1 });
    const scope = { kind: 'all', code } as const;
    const started = await Promise.all([
      bench.ask('start-reset', { ...one, scope }),
      bench.ask('start-reset', { ...one, reset: randomUUID(), scope }),
    ]);
    expect(started.map(({ verdict }) => verdict).sort()).toEqual(['no', 'yes']);
  });
});

it('describes how far it has come', async () => {
  const person = await bench.customer(staff);
  await bench.customer(staff);
  const reset = randomUUID();
  const cutoff = expectField(await resetAll({ reset }), 'cutoff');
  const described = () => bench.ask('describe-reset', { reset }, 'worker');
  const takeBack = {
    askedBy: null,
    until: new Date(Date.parse(cutoff) + 86_400_000).toISOString(),
  };
  const said = { verdict: 'yes', cutoff, approvedBy: null, takeBack, concerned: 3 };
  expect(await described()).toEqual({ ...said, done: 0 });
  await chooseByMail(person);
  expect(await described()).toEqual({ ...said, done: 1 });
  expect(await bench.ask('describe-reset', { reset: randomUUID() })).toEqual(no);
  expect(await bench.ask('describe-factors', { subject: person.id })).toMatchObject({
    resetRequired: false,
  });
  expect(await bench.ask('describe-factors', { subject: staff.id })).toMatchObject({
    resetRequired: true,
  });
});

it('a password chosen on a server whose clock is behind is not caught by the cutoff again', async () => {
  const person = await bench.customer(staff);
  await resetAll();
  await bench.sql(`UPDATE reset SET cutoff = cutoff + interval '3 seconds'`);
  expect(await chooseByMail(person)).toMatchObject({ verdict: 'yes' });
  expect(await bench.signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
});
