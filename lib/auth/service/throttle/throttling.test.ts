import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '../../contract.ts';
import { findEntrance } from '../admission/entrance.ts';
import { createService } from '../create-service.ts';
import {
  atOnce,
  elsewhere,
  expectField,
  home,
  nextPassword,
  type Person,
  password,
} from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench(4);
beforeEach(() => bench.sql('DELETE FROM throttle'));

const unknown = (number: number) => ({ email: `nobody${number}@example.com` });

/** Signs in and comes back with what the application keeps on the device. */
async function deviceOf(person: Person, source: Source = home) {
  return expectField(await bench.signIn(person, password, source), 'device');
}

async function lastBecause() {
  const [row] = await bench.sql<{ because: string | null }>(
    'SELECT because FROM journal ORDER BY seq DESC LIMIT 1',
  );
  return row?.because;
}

describe('a device that has signed in before', () => {
  it('keeps its own allowance, whatever others do behind the same address and anywhere else', async () => {
    const person = await bench.customer(staff);
    const device = await deviceOf(person);
    for (let attempt = 0; attempt < 60; attempt++) {
      await bench.signIn(attempt % 2 ? person : unknown(attempt), 'guess', home);
      await bench.signIn(person, 'guess', bench.freshSource());
    }
    expect(await bench.signIn(person)).toEqual({ verdict: 'no' });
    expect(await bench.signIn(person, password, { ...home, device })).toMatchObject({
      verdict: 'yes',
    });
    expect(await bench.signIn(person, password, { ...elsewhere, device })).toMatchObject({
      verdict: 'yes',
    });
  });

  it('has no more than that: who took it guesses ten times, and then one a minute', async () => {
    const person = await bench.customer(staff);
    const device = await deviceOf(person);
    for (let attempt = 0; attempt < 10; attempt++) {
      await bench.signIn(person, 'guess', { ...bench.freshSource(), device });
      expect(await lastBecause()).toBe('wrong-password');
    }
    const taken = await bench.signIn(person, password, { ...bench.freshSource(), device });
    expect(taken).toEqual({ verdict: 'no' });
    bench.pass({ seconds: 61 });
    await bench.signIn(person, 'guess', { ...bench.freshSource(), device });
    expect(await lastBecause()).toBe('wrong-password');
    await bench.signIn(person, 'guess', { ...bench.freshSource(), device });
    expect(await lastBecause()).toBe('throttled');
  });

  it('is nobody with a token that is another customer’s, forged, cut, or from before a new password', async () => {
    const [person, other] = [await bench.customer(staff), await bench.customer(staff)];
    const own = await deviceOf(person);
    const tokens = [
      await deviceOf(other),
      `${own.slice(0, 22)}.${'A'.repeat(43)}`,
      own.slice(0, -1),
      `${own}A`,
      '.',
      'x'.repeat(256),
    ];
    for (let attempt = 0; attempt < 10; attempt++) {
      await bench.signIn(person, 'guess', bench.freshSource());
    }
    for (const device of tokens) {
      await bench.signIn(person, password, { ...bench.freshSource(), device });
      expect(await lastBecause(), device).toBe('throttled');
    }
    const change = { subject: person.id, current: password, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    await bench.signIn(person, nextPassword, { ...bench.freshSource(), device: own });
    expect(await lastBecause()).toBe('throttled');
  });

  it('stays one device through many sign-ins, and is forgotten after ninety days without any', async () => {
    const person = await bench.customer(staff);
    const first = await deviceOf(person);
    const again = await deviceOf(person, { ...home, device: first });
    expect(again).toBe(first);
    const rows = () => bench.sql('SELECT 1 FROM known_source WHERE subject_id = $1', [person.id]);
    const before = await rows();
    bench.pass({ hours: 91 * 24 });
    await bench.service.keepHouse();
    expect((await rows()).length).toBeLessThan(before.length);
  });

  it('comes first where many wait, by its token alone', async () => {
    const person = await bench.customer(staff);
    const device = await deviceOf(person);
    const rank = (email: string, token?: string) =>
      findEntrance({ keys: bench.keys }, 'verify-password', {
        email,
        password,
        source: { ...home, device: token },
      })?.rank;
    expect(rank(person.email, device)).toBe('known');
    expect(rank(person.email)).toBe('stranger');
    expect(rank(unknown(1).email, device)).toBe('stranger');
  });

  it('has an allowance of its own for the second factor too', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const prove = async (code: string, source: Source) => {
      const challenge = await bench.challenge(person, password, source);
      const method = 'totp' as const;
      return bench.ask('verify-second-factor', { challenge, method, code, source });
    };
    const device = expectField(await prove(bench.code(person), elsewhere), 'device');
    bench.pass({ seconds: 60 });
    for (let attempt = 0; attempt < 11; attempt++) await prove('000000', bench.freshSource());
    expect(await lastBecause()).toBe('throttled');
    const source = { ...bench.freshSource(), device };
    expect(await prove(bench.code(person), source)).toMatchObject({ verdict: 'yes' });
  });
});

describe('one source over many customers', () => {
  it('tries twenty, known or not, and then no other', async () => {
    const people = [await bench.customer(staff), await bench.customer(staff)];
    for (let number = 0; number < 20; number++) {
      await bench.signIn(unknown(number), 'Spring-2026', elsewhere);
      expect(await lastBecause()).toBe('unknown-email');
    }
    for (const person of people) {
      expect(await bench.signIn(person, password, elsewhere)).toEqual({ verdict: 'no' });
      expect(await lastBecause()).toBe('throttled');
    }
    // Who is behind it already may go on: it counts customers, not attempts.
    await bench.signIn(unknown(3), 'Summer-2026', elsewhere);
    expect(await lastBecause()).toBe('unknown-email');
    bench.pass({ minutes: 2 });
    expect(await bench.signIn(people[0] as Person, password, elsewhere)).toMatchObject({
      verdict: 'yes',
    });
  });

  it('earns no room for more by signing in to an account of its own', async () => {
    const own = await bench.customer(staff);
    for (let number = 0; number < 20; number++) {
      await bench.signIn(unknown(number), 'Spring-2026', elsewhere);
      expect(await bench.signIn(own, password, bench.freshSource())).toMatchObject({
        verdict: 'yes',
      });
    }
    await bench.sql('DELETE FROM known_source');
    // Tried once, wrongly: from now on a right one has nothing to give back.
    bench.pass({ minutes: 2 });
    await bench.signIn(own, 'wrong', elsewhere);
    for (let time = 0; time < 10; time++) await bench.signIn(own, password, elsewhere);
    await bench.signIn(unknown(99), 'Spring-2026', elsewhere);
    expect(await lastBecause()).toBe('throttled');
  });

  it('does not hold up a company that signs in rightly behind one address', async () => {
    const people = await Promise.all(Array.from({ length: 25 }, () => bench.customer(staff)));
    for (const person of people) {
      expect(await bench.signIn(person, password, elsewhere)).toMatchObject({ verdict: 'yes' });
    }
  });
});

it('a wide network is slowed as a whole, one address after the other', async () => {
  for (let number = 0; number < 200; number++) {
    await bench.signIn(unknown(number), 'guess', { address: `198.18.5.${number}` });
  }
  await bench.signIn(unknown(200), 'guess', { address: '198.18.5.250' });
  expect(await lastBecause()).toBe('throttled');
  await bench.signIn(unknown(200), 'guess', { address: '198.18.6.1' });
  expect(await lastBecause()).toBe('unknown-email');
});

it('a refused attempt is counted nowhere', async () => {
  const person = await bench.customer(staff);
  for (let attempt = 0; attempt < 10; attempt++) {
    await bench.signIn(person, 'guess', bench.freshSource());
  }
  const levels = () => bench.sql('SELECT sum(level) AS sum, count(*) AS rows FROM throttle');
  const before = await levels();
  await bench.signIn(person, 'guess', elsewhere);
  expect(await lastBecause()).toBe('throttled');
  expect(await levels()).toEqual(before);
});

it('two replicas together let no more than the burst through, and never wait for each other for ever', async () => {
  const person = await bench.customer(staff);
  const other = await createService(bench.parts());
  const before = bench.alerts.length;
  let turn = 0;
  const tally = await atOnce(120, () => {
    turn++;
    // Each source with others, so that every pair of attempts shares some buckets and not the rest.
    const source = { address: `198.18.${turn % 3}.${turn % 7}` };
    const request = { email: person.email, password: 'guess', source };
    const { decide } = turn % 2 ? bench.service : other;
    return decide('manager', 'verify-password', request, randomUUID());
  });
  expect(tally).toEqual({ no: 120 });
  expect(bench.alerts.slice(before)).toEqual([]);
  const [row] = await bench.sql<{ judged: number }>(
    `SELECT count(*)::int AS judged FROM journal WHERE subject_id = $1 AND because = 'wrong-password'`,
    [person.id],
  );
  expect(row?.judged).toBe(10);
});

it('a refusal says nothing that a wrong password would not: same bytes, and no time to come back', async () => {
  const person = await bench.customer(staff);
  const wrong = await bench.signIn(person, 'guess', bench.freshSource());
  for (let attempt = 0; attempt < 10; attempt++) {
    await bench.signIn(person, 'guess', bench.freshSource());
  }
  const throttled = await bench.signIn(person, 'guess', bench.freshSource());
  expect(await lastBecause()).toBe('throttled');
  expect(JSON.stringify(throttled)).toBe(JSON.stringify(wrong));
});
