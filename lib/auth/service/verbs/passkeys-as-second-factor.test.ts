import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectField, home, type Person, password } from '../testing/bench.ts';
import { openPasskeys } from '../testing/passkeys.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();
const { enrol, challenge, signIn, show } = openPasskeys(bench);

const no = { verdict: 'no' };
const source = home;

describe('as a second factor, a passkey', () => {
  it('is asked for after the password, and opens its own customer’s account only', async () => {
    const [person, other] = [await bench.customer(staff), await bench.customer(staff)];
    const [passkey, others] = [await enrol(person), await enrol(other)];
    const asked = await bench.signIn(person);
    expect(asked).toMatchObject({ methods: ['passkey', 'recovery-code'] });
    const token = expectField(asked, 'challenge');
    const verify = async (shown: Awaited<ReturnType<typeof show>>) =>
      bench.ask('verify-second-factor', { challenge: token, ...shown, source });
    const stillOpen = { verdict: 'no', challenge: 'open' };
    const asking = { purpose: 'second-factor', challenge: token } as const;
    expect(await verify(await show(others, asking))).toEqual(stillOpen);
    // Signed to sign in alone, or to change factors: neither is this.
    const alone = await challenge();
    const assertion = passkey.answer(alone.signed);
    const shown = { method: 'passkey', code: { flow: alone.flow, assertion } } as const;
    expect(await verify(shown)).toEqual(stillOpen);
    expect(await verify(await show(passkey, { purpose: 'change', subject: person.id }))).toEqual(
      stillOpen,
    );
    const grant = expectField(await verify(await show(passkey, asking)), 'grant');
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toMatchObject({
      method: 'passkey',
    });
  });

  it('stands beside an authenticator, and recovery codes stand in for both', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const codes = person.recoveryCodes;
    await enrol(person);
    expect(person.recoveryCodes).toBe(codes);
    expect(await bench.signIn(person)).toMatchObject({
      methods: ['totp', 'passkey', 'recovery-code'],
    });
    const token = await bench.challenge(person);
    const totp = { challenge: token, method: 'totp', code: bench.code(person), source } as const;
    expect(await bench.ask('verify-second-factor', totp)).toMatchObject({ verdict: 'yes' });
  });

  it('still counts where every authenticator was declared void', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const passkey = await enrol(person);
    bench.pass({ seconds: 1 });
    await bench.sql('INSERT INTO totp_cutoff (id, cutoff, reason) VALUES ($1, $2, $3)', [
      randomUUID(),
      bench.now(),
      'The keys leaked.',
    ]);
    expect(await bench.signIn(person)).toMatchObject({ methods: ['passkey'] });
    expect(await signIn(passkey)).toMatchObject({ verdict: 'yes' });
    // A new authenticator takes the void one's place, by the passkey's word.
    const asked = { subject: person.id, password, source };
    expect(await bench.ask('begin-totp', asked)).toEqual(no);
    const shown = await show(passkey, { purpose: 'change', subject: person.id });
    person.key = expectField(await bench.ask('begin-totp', { ...asked, ...shown }), 'key');
    const confirm = { subject: person.id, code: bench.code(person), source };
    expect(await bench.ask('confirm-totp', confirm)).toMatchObject({
      recoveryCodes: expect.any(Array),
    });
    await bench.sql('DELETE FROM totp_cutoff');
  });

  it('is counted as one, wherever second factors are', async () => {
    const person = await bench.customer(staff);
    const scope = { kind: 'rule' as const, rule: { noSecondFactor: true } };
    const matching = async () =>
      expectField(await bench.ask('preview-reset', { scope, staff: staff.id }), 'concerned');
    const before = await matching();
    await enrol(person);
    expect(await matching()).toBe(before - 1);
    const described = { subjects: [person.id], staff: staff.id };
    expect(await bench.ask('describe-subjects', described)).toMatchObject({
      subjects: [{ secondFactorSince: bench.now().toISOString() }],
    });
    expect(await bench.ask('describe-factors', { subject: person.id })).toMatchObject({
      totpSince: null,
      passkeys: 1,
      recoveryCodesLeft: 10,
    });
    // Eight characters are enough beside a second factor.
    const next = 'vQ7#kz9p';
    const change = { subject: person.id, current: password, next, source };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
  });

  it('cancels grants that were given on the password alone', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await bench.signIn(person), 'grant');
    await enrol(person);
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);
  });
});

describe('whoever has a passkey and no authenticator', () => {
  const change = (person: Person) => ({ purpose: 'change', subject: person.id }) as const;

  it('proves again who they are by it, and not by the password', async () => {
    const person = await bench.customer(staff);
    const passkey = await enrol(person);
    const stepUp = (proof: Parameters<typeof bench.ask<'verify-step-up'>>[1]['proof']) =>
      bench.ask('verify-step-up', { subject: person.id, proof, source });
    expect(await stepUp({ method: 'password', password })).toEqual(no);
    const shown = await show(passkey, change(person));
    expect(await stepUp(shown)).toMatchObject({ verdict: 'yes' });
    expect(await stepUp(shown)).toEqual(no);
  });

  it('changes their account by both, and not by the password alone', async () => {
    const person = await bench.customer(staff);
    const passkey = await enrol(person);
    const demand = (factor: object) =>
      bench.ask('require-second-factor', {
        owner: person.id,
        required: true,
        password,
        ...factor,
        source,
      });
    expect(await demand({})).toEqual(no);
    expect(await demand(await show(passkey, change(person)))).toEqual({ verdict: 'yes' });
  });
});
