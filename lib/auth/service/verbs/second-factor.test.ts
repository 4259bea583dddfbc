import { describe, expect, it } from 'vitest';
import { atOnce, elsewhere, expectField, home, password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();

const no = { verdict: 'no' };
const stillOpen = { verdict: 'no', challenge: 'open' };
const over = { verdict: 'no', challenge: 'over' };

function answer(challenge: string, code: string, method: 'totp' | 'recovery-code' = 'totp') {
  return bench.ask('verify-second-factor', { challenge, method, code, source: home });
}

describe('a code', () => {
  it('signs in once: of a hundred simultaneous submissions one wins', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const challenges: string[] = [];
    for (let i = 0; i < 5; i++) challenges.push(await bench.challenge(person));
    // Room for all in the challenges and in the throttle: the claim alone must refuse the others.
    await bench.sql('UPDATE challenge SET attempts_left = 100 WHERE subject_id = $1', [person.id]);
    await bench.sql(`CREATE FUNCTION leak() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN new.level = 0; RETURN new; END'`);
    await bench.sql(
      'CREATE TRIGGER leak BEFORE INSERT OR UPDATE ON throttle FOR EACH ROW EXECUTE FUNCTION leak()',
    );
    const code = bench.code(person);
    let next = 0;
    const tally = await atOnce(100, () => answer(challenges[next++ % 5] as string, code));
    await bench.sql('DROP TRIGGER leak ON throttle');
    expect(tally).toEqual({ yes: 1, no: 99 });
  });

  it('is refused again in its own time, and an older one after it', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const [older, code] = [bench.code(person, { stepsFromNow: -1 }), bench.code(person)];
    expect(await answer(await bench.challenge(person), code)).toMatchObject({ verdict: 'yes' });
    const challenge = await bench.challenge(person);
    expect(await answer(challenge, code)).toEqual(stillOpen);
    expect(await answer(challenge, older)).toEqual(stillOpen);
  });

  it('of the step before is taken, of a step to come is not', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    bench.pass({ minutes: 2 });
    const challenge = await bench.challenge(person);
    expect(await answer(challenge, bench.code(person, { stepsFromNow: 1 }))).toEqual(stillOpen);
    expect(await answer(challenge, bench.code(person, { stepsFromNow: -2 }))).toEqual(stillOpen);
    const before = bench.code(person, { stepsFromNow: -1 });
    expect(await answer(challenge, before)).toMatchObject({ verdict: 'yes' });
  });

  it('of another customer opens nothing', async () => {
    const one = await bench.customer(staff, { secondFactor: true });
    const other = await bench.customer(staff, { secondFactor: true });
    expect(await answer(await bench.challenge(one), bench.code(other))).toEqual(stillOpen);
  });

  it('opens nothing once its sealed key was moved to another customer', async () => {
    const thief = await bench.customer(staff, { secondFactor: true });
    const victim = await bench.customer(staff, { secondFactor: true });
    await bench.sql(
      `UPDATE totp SET key_sealed = (SELECT key_sealed FROM totp WHERE subject_id = $1) WHERE subject_id = $2`,
      [thief.id, victim.id],
    );
    expect(await answer(await bench.challenge(victim), bench.code(thief))).toEqual(stillOpen);
    expect(bench.alerts.join()).toContain('seal-broken');
  });

  it('that cannot be one is a wrong one', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const challenge = await bench.challenge(person);
    for (const code of ['', 'x'.repeat(65), 'abc', '\0']) {
      expect(await answer(challenge, code)).toEqual(stillOpen);
    }
  });
});

describe('a challenge', () => {
  it('is over after five wrong codes, for the right one too', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const challenge = await bench.challenge(person);
    for (let attempt = 0; attempt < 4; attempt++) {
      expect(await answer(challenge, '000000')).toEqual(stillOpen);
    }
    expect(await answer(challenge, '000000')).toEqual(over);
    expect(await answer(challenge, bench.code(person))).toEqual(over);
  });

  it('is over after ten minutes', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const challenge = await bench.challenge(person);
    bench.pass({ minutes: 10 });
    expect(await answer(challenge, bench.code(person))).toEqual(over);
  });

  it('says yes once: of a hundred with a recovery code each, one', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const challenge = await bench.challenge(person);
    let next = 0;
    const tally = await atOnce(100, () =>
      answer(challenge, person.recoveryCodes[next++ % 10] as string, 'recovery-code'),
    );
    expect(tally).toEqual({ yes: 1, no: 99 });
  });

  it('that nobody was given is over', async () => {
    expect(await answer('x'.repeat(43), '123456')).toEqual(over);
    expect(await answer('not a challenge', '123456')).toEqual(over);
  });
});

describe('a recovery code', () => {
  it('signs in once, with or without dashes, and the others remain', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const [code = ''] = person.recoveryCodes;
    expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    const typed = code.replaceAll('-', ' ').toUpperCase();
    const challenge = await bench.challenge(person);
    const grant = expectField(await answer(challenge, typed, 'recovery-code'), 'grant');
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toMatchObject({
      method: 'recovery-code',
      recoveryCodesLeft: 9,
    });
    const again = await bench.challenge(person);
    expect(await answer(again, code, 'recovery-code')).toEqual(stillOpen);
  });

  it('sent a hundred times at once wins once', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const [code = ''] = person.recoveryCodes;
    const challenges = await Promise.all(Array.from({ length: 10 }, () => bench.challenge(person)));
    let next = 0;
    const tally = await atOnce(100, () =>
      answer(challenges[next++ % 10] as string, code, 'recovery-code'),
    );
    expect(tally).toEqual({ yes: 1, no: 99 });
  });

  it('is replaced by ten others only for the password and a code', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const replace = (typed: string, code: string) =>
      bench.ask('replace-recovery-codes', {
        subject: person.id,
        password: typed,
        code,
        source: home,
      });
    expect(await replace('not the password', bench.code(person))).toEqual(no);
    expect(await replace(password, '000000')).toEqual(no);
    expect(await replace(password, person.recoveryCodes[0] as string)).toEqual(no);
    const fresh = expectField(await replace(password, bench.code(person)), 'recoveryCodes');
    const challenge = await bench.challenge(person);
    const [old = ''] = person.recoveryCodes;
    expect(await answer(challenge, old, 'recovery-code')).toEqual(stillOpen);
    expect(await answer(challenge, fresh[9] as string, 'recovery-code')).toMatchObject({
      verdict: 'yes',
    });
  });
});

describe('guessing codes', () => {
  it('where only the password was known is a stranger’s guessing, once there is an authenticator', async () => {
    const person = await bench.customer(staff);
    const intruder = bench.freshSource();
    expect(await bench.signIn(person, password, intruder)).toMatchObject({ verdict: 'yes' });
    await bench.enrol(person);
    for (let attempt = 0; attempt < 11; attempt++) {
      const challenge = await bench.challenge(person, password, intruder);
      const guess = { challenge, method: 'totp', code: '000000', source: intruder } as const;
      await bench.ask('verify-second-factor', guess);
    }
    bench.pass({ minutes: 3 });
    const challenge = await bench.challenge(person, password, intruder);
    const right = {
      challenge,
      method: 'totp',
      code: bench.code(person),
      source: intruder,
    } as const;
    expect(await bench.ask('verify-second-factor', right)).toEqual(stillOpen);
    const own = await bench.challenge(person);
    expect(await answer(own, bench.code(person))).toMatchObject({ verdict: 'yes' });
  });

  it('from anywhere is stopped after ten, and the owner at a known source still signs in', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const first = await bench.challenge(person);
    expect(await answer(first, bench.code(person))).toMatchObject({ verdict: 'yes' });
    bench.pass({ seconds: 30 });
    for (let round = 0; round < 4; round++) {
      const challenge = await bench.challenge(person, password, bench.freshSource());
      for (let attempt = 0; attempt < 4; attempt++) {
        const source = bench.freshSource();
        const guess = { challenge, method: 'totp', code: '000000', source } as const;
        await bench.ask('verify-second-factor', guess);
      }
    }
    const stranger = await bench.challenge(person, password, elsewhere);
    const right = { method: 'totp', code: bench.code(person) } as const;
    expect(
      await bench.ask('verify-second-factor', { challenge: stranger, ...right, source: elsewhere }),
    ).toEqual(stillOpen);
    const own = await bench.challenge(person);
    expect(await answer(own, bench.code(person))).toMatchObject({ verdict: 'yes' });
  });
});
