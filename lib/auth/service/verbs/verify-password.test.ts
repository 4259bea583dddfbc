import { describe, expect, it } from 'vitest';
import { atOnce, elsewhere, expectField, home, nextPassword, password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();

describe('the right password', () => {
  it('gives a grant that opens once, for one caller', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await bench.signIn(person), 'grant');
    const redeem = () => bench.ask('redeem-grant', { grant, purpose: 'sign-in' });
    expect(await redeem()).toMatchObject({
      verdict: 'yes',
      subject: person.id,
      method: 'password',
    });
    expect(await redeem()).toEqual({ verdict: 'no' });
  });

  it('gives a grant that one of a hundred simultaneous callers redeems', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await bench.signIn(person), 'grant');
    const tally = await atOnce(100, () => bench.ask('redeem-grant', { grant, purpose: 'sign-in' }));
    expect(tally).toEqual({ yes: 1, no: 99 });
  });

  it('gives a grant that is worth nothing after a minute', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await bench.signIn(person), 'grant');
    bench.pass({ seconds: 60 });
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual({
      verdict: 'no',
    });
  });

  it('gives a grant that dies with the password it rests on', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await bench.signIn(person), 'grant');
    const change = { subject: person.id, current: password, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual({
      verdict: 'no',
    });
  });

  it('is taken in whichever Unicode form it is typed', async () => {
    const person = await bench.customer(staff);
    const next = 'crème brûlée à la carte';
    await bench.ask('change-password', {
      subject: person.id,
      current: password,
      next,
      source: home,
    });
    expect(await bench.signIn(person, next.normalize('NFD'))).toMatchObject({ verdict: 'yes' });
  });

  it('only opens a challenge where there is a second factor', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const told = Object.keys(await bench.signIn(person)).sort();
    expect(told).toEqual(['challenge', 'methods', 'verdict']);
  });
});

describe('every no', () => {
  it('has the same bytes, whatever the reason', async () => {
    const known = await bench.customer(staff);
    const invited = { email: 'invited@example.com' };
    await bench.ask('invite', {
      subject: '0f5dbb52-7a9b-4a52-8f0e-3a4f7b1e6c11',
      email: invited.email,
      language: 'en',
      staff: staff.id,
    });
    const damaged = await bench.customer(staff);
    await bench.sql('UPDATE password SET hash_sealed = $1 WHERE subject_id = $2', [
      Buffer.from('no seal'),
      damaged.id,
    ]);
    const answers = [
      await bench.signIn(known, 'not the password'),
      await bench.signIn({ email: 'nobody@example.com' }),
      await bench.signIn(invited),
      await bench.signIn(damaged),
      await bench.signIn(known, '\ud800'),
      await bench.signIn(known, 'x'.repeat(1_000_000)),
      await bench.signIn(known, `${password}\0`),
      await bench.signIn({ email: 'no email' }),
      await bench.signIn(known, ''),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"verdict":"no"}']),
    );
    expect(bench.alerts.join()).toContain('hash-damaged');
  });

  it('takes as long for an unknown customer, a throttled one and a wrong password', async () => {
    const person = await bench.customer(staff);
    const time = async (email: string) => {
      const started = performance.now();
      await bench.signIn({ email }, 'not the password', bench.freshSource());
      return performance.now() - started;
    };
    const wrong: number[] = [];
    for (let attempt = 0; attempt < 10; attempt++) wrong.push(await time(person.email));
    const throttled = await time(person.email);
    const unknown = await time('nobody.at.all@example.com');
    const floor = Math.min(...wrong);
    for (const other of [throttled, unknown]) expect(other).toBeGreaterThan(floor * 0.9);
  });
});

describe('throttling', () => {
  it('slows strangers without locking the owner out', async () => {
    const person = await bench.customer(staff);
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
    for (let attempt = 0; attempt < 30; attempt++) {
      await bench.signIn(person, `guess ${attempt}`, bench.freshSource());
    }
    expect(await bench.signIn(person, password, elsewhere)).toEqual({ verdict: 'no' });
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
  });

  it('treats an intruder as a stranger once there is a new password, and the owner as before', async () => {
    const person = await bench.customer(staff);
    const intruder = bench.freshSource();
    expect(await bench.signIn(person, password, intruder)).toMatchObject({ verdict: 'yes' });
    const change = { subject: person.id, current: password, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    for (let attempt = 0; attempt < 11; attempt++) {
      await bench.signIn(person, `guess ${attempt}`, bench.freshSource());
    }
    expect(await bench.signIn(person, nextPassword, intruder)).toEqual({ verdict: 'no' });
    expect(await bench.signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
  });

  it('lets no more than the burst through, however many come at once', async () => {
    const person = await bench.customer(staff);
    await atOnce(100, () => bench.signIn(person, 'not the password', bench.freshSource()));
    const [row] = await bench.sql<{ judged: string }>(
      `SELECT count(*) AS judged FROM journal WHERE subject_id = $1 AND because = 'wrong-password'`,
      [person.id],
    );
    expect(row?.judged).toBe('10');
  });

  it('counts an unknown email as it counts a known one', async () => {
    const email = 'unknown.but.hammered@example.com';
    for (let attempt = 0; attempt < 12; attempt++) {
      await bench.signIn({ email }, 'guess', bench.freshSource());
    }
    const rows = await bench.sql<{ because: string }>(
      'SELECT because FROM journal ORDER BY seq DESC LIMIT 12',
    );
    expect(rows.filter((row) => row.because === 'unknown-email')).toHaveLength(10);
    expect(rows.filter((row) => row.because === 'throttled')).toHaveLength(2);
  });

  it('slows one source across all accounts', async () => {
    const source = { address: '2001:db8:1:2::1' };
    for (let attempt = 0; attempt < 50; attempt++) {
      await bench.signIn({ email: `guess${attempt}@example.com` }, 'guess', source);
    }
    const person = await bench.customer(staff);
    const neighbour = { address: '2001:db8:1:2:ffff::9' };
    expect(await bench.signIn(person, password, neighbour)).toEqual({ verdict: 'no' });
    const other = { address: '2001:db8:1:3::1' };
    expect(await bench.signIn(person, password, other)).toMatchObject({ verdict: 'yes' });
  });

  it('forgets with time', async () => {
    const person = await bench.customer(staff);
    for (let attempt = 0; attempt < 11; attempt++) {
      await bench.signIn(person, 'guess', bench.freshSource());
    }
    expect(await bench.signIn(person, password, elsewhere)).toEqual({ verdict: 'no' });
    bench.pass({ minutes: 7 });
    expect(await bench.signIn(person, password, elsewhere)).toMatchObject({ verdict: 'yes' });
  });
});
