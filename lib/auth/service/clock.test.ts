import { describe, expect, it } from 'vitest';
import { expectField, home, nextPassword, type Person, password } from './testing/bench.ts';
import { openStaffedBench } from './testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();

/** @returns the cutoff, ms. */
async function startReset(person: Person): Promise<number> {
  const reset = {
    reset: crypto.randomUUID(),
    scope: { kind: 'subjects' as const, subjects: [person.id] },
    reason: 'An intruder was seen.',
    staff: staff.id,
    source: home,
  };
  return Date.parse(expectField(await bench.ask('start-reset', reset), 'cutoff'));
}

const steps = [
  ['30 s on', 30],
  ['30 s back', -30],
  ['10 min on', 600],
  ['10 min back', -600],
  ['a day back', -86_400],
] as const;

describe.each(steps)('when the clock steps %s', (_name, seconds) => {
  it('a used code opens nothing again', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const code = bench.code(person);
    const use = async () =>
      bench.ask('verify-second-factor', {
        challenge: await bench.challenge(person),
        method: 'totp',
        code,
        source: home,
      });
    expect(await use()).toMatchObject({ verdict: 'yes' });
    bench.pass({ seconds });
    expect(await use()).toMatchObject({ verdict: 'no' });
  });

  it('a redeemed grant opens nothing again', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await bench.signIn(person), 'grant');
    const redeem = () => bench.ask('redeem-grant', { grant, purpose: 'sign-in' });
    expect(await redeem()).toMatchObject({ verdict: 'yes' });
    bench.pass({ seconds });
    expect(await redeem()).toEqual({ verdict: 'no' });
  });

  it('a used link sets no other password', async () => {
    const person = await bench.customer(staff);
    await bench.ask('request-link', { email: person.email, source: home });
    const token = await bench.mailedToken(person.email);
    const complete = (next: string) =>
      bench.ask('complete-link', { token, password: next, source: bench.freshSource() });
    expect(await complete(nextPassword)).toMatchObject({ verdict: 'yes' });
    bench.pass({ seconds });
    expect(await complete('another-one-of-nobody-at-all')).toEqual({ verdict: 'no' });
  });

  it('a password behind a cutoff stays behind it, and one chosen since opens', async () => {
    const person = await bench.customer(staff);
    await startReset(person);
    bench.pass({ seconds });
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'reset-required' });
    const token = await bench.link(person);
    const source = bench.freshSource();
    const completed = await bench.ask('complete-link', { token, password: nextPassword, source });
    expect(completed).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(person, password)).toEqual({ verdict: 'no' });
    expect(await bench.signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
  });

  it('a reset started afterwards covers a password chosen before, and spares the sessions of the next', async () => {
    const person = await bench.customer(staff);
    bench.pass({ seconds });
    const cutoff = await startReset(person);
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'reset-required' });
    const token = await bench.link(person);
    const source = bench.freshSource();
    await bench.ask('complete-link', { token, password: nextPassword, source });
    const grant = expectField(await bench.signIn(person, nextPassword), 'grant');
    const redeemed = await bench.ask('redeem-grant', { grant, purpose: 'sign-in' });
    expect(Date.parse(expectField(redeemed, 'decidedAt'))).toBeGreaterThanOrEqual(cutoff);
  });

  it('wrong attempts go on counting, and do not lock the owner out for good', async () => {
    const person = await bench.customer(staff);
    const stranger = () =>
      bench.signIn(person, 'wrong-password-of-a-stranger', bench.freshSource());
    for (let attempt = 0; attempt < 10; attempt++) await stranger();
    bench.pass({ seconds: Math.min(seconds, 30) });
    const throttled = await bench.signIn(person, password, bench.freshSource());
    expect(throttled).toEqual({ verdict: 'no' });
    bench.pass({ hours: 2 });
    bench.pass({ seconds: Math.abs(seconds) });
    const later = await bench.signIn(person, password, bench.freshSource());
    expect(later).toMatchObject({ verdict: 'yes' });
  });
});
