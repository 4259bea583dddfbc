import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atOnce, expectField, home, nextPassword, password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();

const no = { verdict: 'no' };
const stillOpen = { verdict: 'no', challenge: 'open' };
const over = { verdict: 'no', challenge: 'over' };

function answer(challenge: string, code: string, method: 'totp' | 'recovery-code' = 'totp') {
  return bench.ask('verify-second-factor', { challenge, method, code, source: home });
}

describe('enrolling an authenticator', () => {
  it('takes the password', async () => {
    const person = await bench.customer(staff);
    const begin = (typed: string, subject = person.id) =>
      bench.ask('begin-totp', { subject, password: typed, source: home });
    expect(await begin('not the password')).toEqual(no);
    expect(await begin(password, randomUUID())).toEqual(no);
    expect(await begin(password)).toMatchObject({ verdict: 'yes' });
  });

  it('opens nothing until it is confirmed, and is refused beside an active one', async () => {
    const person = await bench.customer(staff);
    const begin = () => bench.ask('begin-totp', { subject: person.id, password, source: home });
    await begin();
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
    person.key = expectField(await begin(), 'key');
    const confirm = { subject: person.id, code: bench.code(person), source: home };
    expect(await bench.ask('confirm-totp', { ...confirm, code: '000000' })).toEqual(no);
    expect(await bench.ask('confirm-totp', confirm)).toMatchObject({ verdict: 'yes' });
    expect(await begin()).toEqual(no);
  });

  it('must be confirmed within a quarter of an hour', async () => {
    const person = await bench.customer(staff);
    const begun = await bench.ask('begin-totp', { subject: person.id, password, source: home });
    person.key = expectField(begun, 'key');
    bench.pass({ minutes: 15 });
    const confirm = { subject: person.id, code: bench.code(person), source: home };
    expect(await bench.ask('confirm-totp', confirm)).toEqual(no);
  });

  it('begun with a password that was changed since cannot be confirmed', async () => {
    const person = await bench.customer(staff);
    const begun = await bench.ask('begin-totp', { subject: person.id, password, source: home });
    person.key = expectField(begun, 'key');
    const change = { subject: person.id, current: password, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    const confirm = { subject: person.id, code: bench.code(person), source: home };
    expect(await bench.ask('confirm-totp', confirm)).toEqual(no);
  });

  it('is confirmed once, however often the code is sent, and that code does not sign in', async () => {
    const person = await bench.customer(staff);
    const begun = await bench.ask('begin-totp', { subject: person.id, password, source: home });
    person.key = expectField(begun, 'key');
    const code = bench.code(person);
    const confirm = () => bench.ask('confirm-totp', { subject: person.id, code, source: home });
    expect(await atOnce(10, confirm)).toEqual({ yes: 1, no: 9 });
    const challenge = await bench.challenge(person);
    expect(await answer(challenge, code)).toEqual(stillOpen);
    bench.pass({ seconds: 30 });
    expect(await answer(challenge, bench.code(person))).toMatchObject({ verdict: 'yes' });
  });
});

describe('disabling an authenticator', () => {
  it('takes the password and a code, and leaves neither key nor codes', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const disable = (typed: string, code: string) =>
      bench.ask('disable-totp', {
        subject: person.id,
        password: typed,
        method: 'totp',
        code,
        source: home,
      });
    const challenge = await bench.challenge(person);
    expect(await disable('not the password', bench.code(person))).toEqual(no);
    expect(await disable(password, '000000')).toEqual(no);
    expect(await disable(password, bench.code(person))).toEqual({ verdict: 'yes', left: false });
    const rows = await bench.sql(
      'SELECT 1 FROM totp WHERE subject_id = $1 UNION ALL SELECT 1 FROM recovery_code WHERE subject_id = $1',
      [person.id],
    );
    expect(rows).toEqual([]);
    const [code = ''] = person.recoveryCodes;
    expect(await answer(challenge, code, 'recovery-code')).toEqual(over);
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
  });

  it('ends a grant that rests on it', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const [one = '', other = ''] = person.recoveryCodes;
    const given = await answer(await bench.challenge(person), one, 'recovery-code');
    const grant = expectField(given, 'grant');
    const shown = { subject: person.id, password, code: other, source: home };
    await bench.ask('disable-totp', { ...shown, method: 'recovery-code' });
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);
  });

  it('works with a recovery code for somebody who lost the authenticator', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const [code = ''] = person.recoveryCodes;
    const shown = { subject: person.id, password, code, source: home };
    expect(await bench.ask('disable-totp', { ...shown, method: 'recovery-code' })).toEqual({
      verdict: 'yes',
      left: false,
    });
  });
});
