import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withClient } from '../../../database/roles.ts';
import type { RequestOf } from '../../contract.ts';
import {
  atOnce,
  type Bench,
  elsewhere,
  expectField,
  home,
  openBench,
  type Person,
} from '../testing/bench.ts';

type Role = RequestOf<'change-staff-role'>['role'];

let bench: Bench;
let security: Person;
let person: Person;

beforeEach(async () => {
  bench = await openBench();
  security = await bench.staff();
  person = await bench.customer(security, { secondFactor: true });
});
afterEach(() => bench.close());

const no = { verdict: 'no' };

function change(options: {
  of?: Person | { id: string };
  role?: Role;
  by?: Person;
  code?: string;
  change?: string;
}) {
  const by = options.by ?? security;
  bench.pass({ minutes: 1 });
  return bench.ask('change-staff-role', {
    change: options.change ?? randomUUID(),
    subject: (options.of ?? person).id,
    role: options.role === undefined ? 'support' : options.role,
    code: options.code ?? bench.code(by),
    staff: by.id,
    source: home,
  });
}

async function roleOf({ id }: { id: string }): Promise<string | null> {
  const rows = await bench.sql<{ role: string | null }>(
    'SELECT staff_role AS role FROM subject WHERE id = $1',
    [id],
  );
  return rows[0]?.role ?? null;
}

async function grantOf(one: Person): Promise<string> {
  const challenge = await bench.challenge(one);
  const code = bench.code(one);
  const answer = { challenge, method: 'totp', code, source: home } as const;
  return expectField(await bench.ask('verify-second-factor', answer), 'grant');
}

const redeem = (grant: string) => bench.ask('redeem-grant', { grant, purpose: 'sign-in' });

describe('changing a role', () => {
  it('makes a customer staff of a role, of another, and a customer again, each with a fresh code', async () => {
    for (const role of ['support', 'auditor', 'security', null] as const) {
      expect(await change({ role })).toMatchObject({ verdict: 'yes' });
      expect(await roleOf(person)).toBe(role);
    }
    const changes = await bench.sql('SELECT role, changed_by FROM staff_role_change ORDER BY at');
    expect(changes.map(({ role }) => role)).toEqual(['support', 'auditor', 'security', null]);
    expect(changes[0]?.changed_by).toBe(security.id);
  });

  it('is security’s alone, by the own record of the service', async () => {
    const other = await bench.customer(security, { secondFactor: true });
    expect(await change({ of: other, by: person })).toEqual(no);
    for (const role of ['support', 'auditor'] as const) {
      await change({ role });
      expect(await change({ of: other, by: person })).toEqual(no);
    }
    expect(await roleOf(other)).toBeNull();
    await change({ role: 'security' });
    expect(await change({ of: other, by: person })).toMatchObject({ verdict: 'yes' });
  });

  it('is nobody’s own, so that the last of security stays', async () => {
    for (const role of ['auditor', 'security', null] as const) {
      expect(await change({ of: security, role })).toEqual(no);
    }
    expect(await roleOf(security)).toBe('security');
  });

  it('of two by each other at once is one’s, and one of security is left', async () => {
    await change({ role: 'security' });
    bench.pass({ minutes: 1 });
    const demote = (of: Person, by: Person) =>
      bench.ask('change-staff-role', {
        change: randomUUID(),
        subject: of.id,
        role: null,
        code: bench.code(by),
        staff: by.id,
        source: home,
      });
    const answers = await withClient(bench.urls.ownerUrl, async (owner) => {
      await owner.query('BEGIN');
      await owner.query('SELECT FROM subject FOR UPDATE');
      const both = Promise.all([demote(person, security), demote(security, person)]);
      await vi.waitUntil(async () => (await countWaiting()) === 2);
      await owner.query('COMMIT');
      return both;
    });
    expect(answers.map(({ verdict }) => verdict).sort()).toEqual(['no', 'yes']);
    expect(await bench.sql(`SELECT FROM subject WHERE staff_role = 'security'`)).toHaveLength(1);
  });

  it('of somebody unknown is refused', async () => {
    expect(await change({ of: { id: randomUUID() } })).toEqual(no);
    expect(await bench.sql('SELECT FROM staff_role_change')).toEqual([]);
  });

  it('gives no role to whoever has no second factor in force; taking one away needs none', async () => {
    const plain = await bench.customer(security);
    const refused = { verdict: 'no-second-factor' };
    for (const role of ['support', 'security', 'auditor'] as const) {
      expect(await change({ of: plain, role })).toEqual(refused);
    }
    await bench.ask('begin-totp', { subject: plain.id, password: 'x', source: home });
    expect(await change({ of: plain })).toEqual(refused);
    expect(await roleOf(plain)).toBeNull();

    await change({ role: 'security' });
    await bench.sql(`INSERT INTO totp_cutoff (id, cutoff, reason) VALUES ($1, $2, 'x')`, [
      randomUUID(),
      bench.now(),
    ]);
    await bench.sql(`UPDATE totp SET confirmed_at = $1 WHERE subject_id = $2`, [
      new Date(bench.now().getTime() + 1),
      security.id,
    ]);
    expect(await change({ role: 'auditor' })).toEqual(refused);
    expect(await change({ role: null })).toMatchObject({ verdict: 'yes' });
    expect(await roleOf(person)).toBeNull();
  });

  it('is refused to whoever has to choose a new password first', async () => {
    await bench.sql(
      `WITH p AS (
         INSERT INTO reset_proposal (id, scope, reason, started_by, proposed_at)
         VALUES ($1, 'all', 'x', $1, $2) RETURNING *
       )
       INSERT INTO reset (id, scope, cutoff, reason, started_by)
       SELECT id, scope, proposed_at, reason, started_by FROM p`,
      [randomUUID(), bench.now()],
    );
    expect(await change({})).toEqual(no);
    expect(await roleOf(person)).toBeNull();
  });
});

describe('the code', () => {
  it('is one that no other has been, of the one who asks', async () => {
    expect(await change({ code: '000000' })).toEqual(no);
    expect(await change({ code: bench.code(person, { stepsFromNow: 2 }) })).toEqual(no);
    expect(await change({ code: security.recoveryCodes[0] ?? '' })).toEqual(no);
    const used = bench.code(security, { stepsFromNow: 2 });
    expect(await change({ code: used })).toMatchObject({ verdict: 'yes' });
    bench.pass({ seconds: -60 });
    expect(await change({ code: used, role: 'security' })).toEqual(no);
    expect(await roleOf(person)).toBe('support');
  });

  it('of a hundred submissions at once, each for another person’s role, changes one', async () => {
    const others = [person, await bench.customer(security, { secondFactor: true })];
    const code = bench.code(security);
    let asked = 0;
    const tally = await atOnce(100, () => {
      const of = others[asked++ % 2] as Person;
      return bench.ask('change-staff-role', {
        change: randomUUID(),
        subject: of.id,
        role: 'security',
        code,
        staff: security.id,
        source: home,
      });
    });
    expect(tally.yes).toBe(1);
    expect(await bench.sql('SELECT FROM staff_role_change')).toHaveLength(1);
  });

  it('can be guessed at no more often than any code', async () => {
    let last: { verdict: string } = no;
    for (let guess = 0; guess < 30; guess++) {
      last = await bench.ask('change-staff-role', {
        change: randomUUID(),
        subject: person.id,
        role: 'security',
        code: '000000',
        staff: security.id,
        source: elsewhere,
      });
    }
    expect(last).toEqual(no);
    const [entry] = await bench.sql(
      `SELECT because FROM journal WHERE verb = 'change-staff-role' ORDER BY seq DESC LIMIT 1`,
    );
    expect(entry?.because).toBe('throttled');
  });
});

describe('an answer that was lost', () => {
  it('is given again to the same question, and changes nothing', async () => {
    const id = randomUUID();
    const first = await change({ change: id });
    await change({ role: null });
    expect(await change({ change: id, code: '000000' })).toEqual(first);
    expect(await roleOf(person)).toBeNull();
  });

  it('is given to no other question', async () => {
    const id = randomUUID();
    await change({ change: id, role: 'security' });
    const other = await bench.customer(security, { secondFactor: true });
    expect(await change({ change: id, role: 'auditor' })).toEqual(no);
    expect(await change({ change: id, role: 'security', of: other })).toEqual(no);
    expect(await change({ change: id, role: 'security', by: person })).toEqual(no);
    expect(await roleOf(other)).toBeNull();
  });
});

describe('signing in', () => {
  it('says of what role somebody is', async () => {
    await change({ role: 'auditor' });
    expect(await redeem(await grantOf(person))).toMatchObject({ staffRole: 'auditor' });
    bench.pass({ minutes: 1 });
    expect(await redeem(await grantOf(security))).toMatchObject({ staffRole: 'security' });
    const plain = await bench.customer(security);
    const grant = expectField(await bench.signIn(plain), 'grant');
    expect(await redeem(grant)).toMatchObject({ staffRole: null });
  });

  it('that was under way when the role changed begins anew', async () => {
    const grant = await grantOf(person);
    bench.pass({ minutes: 1 });
    const challenge = await bench.challenge(person);
    expect(await change({})).toMatchObject({ verdict: 'yes' });
    expect(await redeem(grant)).toEqual(no);
    const answer = { challenge, method: 'totp', code: bench.code(person), source: home } as const;
    expect(await bench.ask('verify-second-factor', answer)).toEqual({ ...no, challenge: 'over' });
  });
});

it('no two changes of one role have one moment, whichever server’s clock is ahead', async () => {
  const ahead = new Date(bench.now().getTime() + 3_600_000);
  await bench.sql('INSERT INTO staff_role_change VALUES ($1, $2, NULL, $3, $4)', [
    randomUUID(),
    person.id,
    security.id,
    ahead,
  ]);
  const at = expectField(await change({}), 'at');
  expect(Date.parse(at)).toBe(ahead.getTime() + 1);
});

async function countWaiting(): Promise<number> {
  const rows = await bench.sql(
    `SELECT FROM pg_stat_activity WHERE datname = current_database()
     AND wait_event_type = 'Lock' AND query LIKE '%FROM subject%'`,
  );
  return rows.length;
}
