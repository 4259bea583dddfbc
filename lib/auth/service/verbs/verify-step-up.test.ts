import { describe, expect, it } from 'vitest';
import type { RequestOf } from '../../contract.ts';
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

const no = { verdict: 'no' };
type Proof = RequestOf<'verify-step-up'>['proof'];

const stepUp = ({ id: subject }: Person, proof: Proof, source = home) =>
  bench.ask('verify-step-up', { subject, proof, source });
const byPassword = (person: Person, typed = password, source = home) =>
  stepUp(person, { method: 'password', password: typed }, source);
const byCode = (person: Person, code = bench.code(person)) =>
  stepUp(person, { method: 'totp', code });
const redeem = (grant: string, purpose: 'sign-in' | 'step-up' = 'step-up') =>
  bench.ask('redeem-grant', { grant, purpose });

describe('whoever has no second factor', () => {
  it('proves by the password who they are, and by no other', async () => {
    const person = await bench.customer(staff);
    expect(await byPassword(person, 'not the password')).toEqual(no);
    const grant = expectField(await byPassword(person), 'grant');
    const proven = { verdict: 'yes', subject: person.id, method: 'password' };
    expect(await redeem(grant)).toMatchObject(proven);
  });

  it('is no more believed by a password that is behind a reset', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await byPassword(person), 'grant');
    bench.pass({ minutes: 1 });
    const reset = {
      reset: crypto.randomUUID(),
      scope: { kind: 'subjects' as const, subjects: [person.id] },
      reason: 'Seen in a dump.',
      staff: staff.id,
      source: home,
    };
    expectField(await bench.ask('start-reset', reset), 'cutoff');
    expect(await byPassword(person)).toEqual(no);
    expect(await redeem(grant)).toEqual(no);
  });

  it('is guessed at no faster than at the sign-in, and others are not locked out by it', async () => {
    const person = await bench.customer(staff);
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await byPassword(person, 'a guess', elsewhere)).toEqual(no);
    }
    expect(await byPassword(person, password, elsewhere)).toEqual(no);
    expect(await bench.signIn(person, password, elsewhere)).toEqual(no);
    const { source } = { source: bench.freshSource() };
    const unknown = await bench.customer(staff);
    expect(await byPassword(unknown, password, source)).toMatchObject({ verdict: 'yes' });
  });

  it('makes no device known by it: a stolen session and password are no sign-in', async () => {
    const person = await bench.customer(staff);
    const sources = () =>
      bench.sql('SELECT source_hash FROM known_source WHERE subject_id = $1', [person.id]);
    const before = await sources();
    expect(await byPassword(person, password, elsewhere)).toMatchObject({ verdict: 'yes' });
    expect(await sources()).toEqual(before);
  });
});

describe('whoever has a second factor', () => {
  it('proves it by a code, and the password alone proves nothing', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    expect(await byPassword(person)).toEqual(no);
    const grant = expectField(await byCode(person), 'grant');
    expect(await redeem(grant)).toMatchObject({ subject: person.id, method: 'totp' });
  });

  it('gives each code once: of a hundred at once one proves, and it signs nobody in', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const code = bench.code(person);
    const tally = await atOnce(100, () => byCode(person, code));
    expect(tally.yes).toBe(1);
    const challenge = await bench.challenge(person);
    const request = { challenge, method: 'totp' as const, code, source: bench.freshSource() };
    expect(await bench.ask('verify-second-factor', request)).toMatchObject({ verdict: 'no' });
  });

  it('may give a recovery code, once', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const [code = ''] = person.recoveryCodes;
    const proof = { method: 'recovery-code' as const, code };
    const grant = expectField(await stepUp(person, proof), 'grant');
    expect(await redeem(grant)).toMatchObject({ method: 'recovery-code', recoveryCodesLeft: 9 });
    expect(await stepUp(person, proof)).toEqual(no);
  });

  it('is not proven by somebody else’s code', async () => {
    const [one, other] = [
      await bench.customer(staff, { secondFactor: true }),
      await bench.customer(staff, { secondFactor: true }),
    ];
    expect(await byCode(one, bench.code(other))).toEqual(no);
  });

  it('is guessed at ten times and no more', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await byCode(person, '000000')).toEqual(no);
    }
    expect(await byCode(person)).toEqual(no);
  });
});

describe('the yes', () => {
  it('begins no session, and that of a sign-in proves nothing here', async () => {
    const person = await bench.customer(staff);
    const stepped = expectField(await byPassword(person), 'grant');
    expect(await redeem(stepped, 'sign-in')).toEqual(no);
    expect(await redeem(stepped)).toMatchObject({ verdict: 'yes' });
    const signed = expectField(await bench.signIn(person), 'grant');
    expect(await redeem(signed)).toEqual(no);
    expect(await redeem(signed, 'sign-in')).toMatchObject({ verdict: 'yes' });
  });

  it('counts once: of a hundred at once one', async () => {
    const grant = expectField(await byPassword(await bench.customer(staff)), 'grant');
    expect(await atOnce(100, () => redeem(grant))).toEqual({ yes: 1, no: 99 });
  });

  it('is over after a minute', async () => {
    const grant = expectField(await byPassword(await bench.customer(staff)), 'grant');
    bench.pass({ seconds: 60 });
    expect(await redeem(grant)).toEqual(no);
  });

  it('is worth nothing once the password is another', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await byPassword(person), 'grant');
    const change = { subject: person.id, current: password, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    expect(await redeem(grant)).toEqual(no);
  });
});

it('nobody is proven who is not known, or by what cannot be a factor', async () => {
  const person = await bench.customer(staff);
  const nobody = { ...person, id: crypto.randomUUID() };
  expect(await byPassword(nobody)).toEqual(no);
  expect(await stepUp(person, { method: 'totp', code: '000000' })).toEqual(no);
  expect(await byPassword(person, '\ud800')).toEqual(no);
  expect(await stepUp(person, { method: 'mailed-code', code: '0' } as never)).toEqual(no);
});
