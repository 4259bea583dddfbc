import { randomUUID } from 'node:crypto';
import bcrypt from 'bcrypt';
import { describe, expect, it, vi } from 'vitest';
import {
  elsewhere,
  expectField,
  home,
  nextPassword,
  type Person,
  password,
} from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench(4);

const reason = 'A copy of our keys was stolen.';
const voidAll = (id: string = randomUUID()) =>
  bench.ask('void-authenticators', { id, reason }, 'operator');
const voided = { verdict: 'reset-required', because: 'authenticator-void', reason };

async function prove(person: Person, challenge: string, code = bench.code(person)) {
  return bench.ask('verify-second-factor', { challenge, method: 'totp', code, source: home });
}

/** Comes back by the mailed link, without any code, and signs in with the new password. */
async function comeBack(person: Person) {
  const source = bench.freshSource();
  await bench.ask('request-link', { email: person.email, source });
  const token = await bench.mailedToken(person.email);
  const inspected = await bench.ask('inspect-link', { token, source });
  expect(inspected).toMatchObject({ verdict: 'yes', secondFactor: false });
  const done = await bench.ask('complete-link', { token, password: nextPassword, source });
  expect(done).toMatchObject({ verdict: 'yes' });
  return expectField(await bench.signIn(person, nextPassword), 'grant');
}

const redeem = (grant: string) => bench.ask('redeem-grant', { grant, purpose: 'sign-in' });

describe('when every authenticator is declared void', () => {
  it('only counts while no reason is given', async () => {
    await bench.customer(staff, { secondFactor: true });
    const told = await bench.ask('void-authenticators', { id: randomUUID() }, 'operator');
    expect(told).toEqual({ verdict: 'yes', cutoff: null, concerned: 2 });
  });

  it('opens nothing to code, recovery code, challenge or grant from before, and says why to the right password alone', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const [waiting, late] = [await bench.challenge(person), await bench.challenge(person)];
    const grant = expectField(await prove(person, waiting), 'grant');
    expect(await voidAll()).toMatchObject({ verdict: 'yes' });

    expect(await redeem(grant)).toEqual({ verdict: 'no' });
    bench.pass({ seconds: 60 });
    expect(await prove(person, late)).toEqual({ verdict: 'no', challenge: 'over' });
    const [code = ''] = person.recoveryCodes;
    const recovery = { challenge: late, method: 'recovery-code' as const, code, source: home };
    expect(await bench.ask('verify-second-factor', recovery)).toMatchObject({ verdict: 'no' });
    expect(await bench.signIn(person)).toEqual(voided);
    expect(await bench.signIn(person, 'wrong')).toEqual({ verdict: 'no' });
  });

  it('lets nobody take the place of it with the password alone', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    await voidAll();
    const begin = { subject: person.id, password, source: home };
    expect(await bench.ask('begin-totp', begin)).toEqual({ verdict: 'no' });
    const disable = { ...begin, method: 'totp' as const, code: bench.code(person) };
    expect(await bench.ask('disable-totp', disable)).toEqual({ verdict: 'no' });
    const replace = { ...begin, code: bench.code(person) };
    expect(await bench.ask('replace-recovery-codes', replace)).toEqual({ verdict: 'no' });
  });

  it('leads back by mail, to enrolment before all else, and then it is as before', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    await voidAll();
    bench.pass({ seconds: 1 });
    const grant = await comeBack(person);
    expect(await redeem(grant)).toMatchObject({ verdict: 'yes', enrolmentRequired: true });
    expect(await bench.ask('describe-factors', { subject: person.id })).toMatchObject({
      totpSince: null,
      recoveryCodesLeft: 0,
      enrolmentRequired: true,
    });
    const begun = await bench.ask('begin-totp', {
      subject: person.id,
      password: nextPassword,
      source: home,
    });
    person.key = expectField(begun, 'key');
    const code = bench.code(person);
    const confirmed = await bench.ask('confirm-totp', { subject: person.id, code, source: home });
    expect(confirmed).toMatchObject({ verdict: 'yes' });
    bench.pass({ seconds: 60 });
    const challenge = await bench.challenge(person, nextPassword);
    const proven = expectField(await prove(person, challenge), 'grant');
    expect(await redeem(proven)).toMatchObject({ verdict: 'yes', enrolmentRequired: false });
  });

  it('leaves those alone who have none, and those who enrol afterwards', async () => {
    const [without, later] = [await bench.customer(staff), await bench.customer(staff)];
    await voidAll();
    expect(await bench.signIn(without)).toMatchObject({ verdict: 'yes' });
    bench.pass({ seconds: 1 });
    await bench.enrol(later);
    expect(await bench.signIn(later)).toMatchObject({ verdict: 'second-factor' });
  });

  it('concerns an authenticator that a server with a faster clock confirmed', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const ahead = new Date(bench.now().getTime() + 60_000);
    await bench.sql('UPDATE totp SET confirmed_at = $1 WHERE subject_id = $2', [ahead, person.id]);
    await voidAll();
    expect(await bench.signIn(person)).toEqual(voided);
  });

  it('answers a repeated question with the same cutoff', async () => {
    const id = randomUUID();
    const first = await voidAll(id);
    bench.pass({ minutes: 1 });
    expect(expectField(await voidAll(id), 'cutoff')).toBe(expectField(first, 'cutoff'));
  });

  it('raises an alert, and stands in the journal', async () => {
    await voidAll();
    expect(bench.alerts.join()).toContain('authenticators-voided');
    const rows = await bench.sql(
      `SELECT caller, verdict FROM journal WHERE verb = 'void-authenticators' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ caller: 'operator', verdict: 'yes' }]);
  });
});

describe('a hundred wrong answers in a row', () => {
  const hammer = async (count: number, attempt: (index: number) => Promise<unknown>) => {
    for (let index = 0; index < count; index++) {
      await bench.sql('DELETE FROM throttle');
      await attempt(index);
    }
    await bench.sql('DELETE FROM throttle');
  };

  it('by strangers disable the password for strangers, the right one included, and mail the way back', async () => {
    const person = await bench.customer(staff);
    const device = expectField(await bench.signIn(person), 'device');
    await hammer(99, () => bench.signIn(person, 'guess', elsewhere));
    expect(await bench.signIn(person, password, bench.freshSource())).toMatchObject({
      verdict: 'yes',
    });
    await hammer(99, () => bench.signIn(person, 'guess', elsewhere));
    expect(bench.alerts.join()).not.toContain(
      `"authenticator-disabled","authenticator":"password"`,
    );
    await hammer(1, () => bench.signIn(person, 'guess', elsewhere));
    expect(bench.alerts.join()).toContain('authenticator-disabled');

    expect(await bench.signIn(person, password, bench.freshSource())).toEqual({ verdict: 'no' });
    const owner = { ...bench.freshSource(), device };
    expect(await bench.signIn(person, password, owner)).toMatchObject({ verdict: 'yes' });

    const token = await bench.mailedToken(person.email);
    expect(bench.mails.findLast(({ to }) => to === person.email)?.text).toContain('hundred');
    const source = bench.freshSource();
    const done = await bench.ask('complete-link', { token, password: nextPassword, source });
    expect(done).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(person, nextPassword, bench.freshSource())).toMatchObject({
      verdict: 'yes',
    });
  });

  it('leave the right password no work of its own: a disabled one is judged as none', async () => {
    const person = { id: randomUUID(), email: `older.${randomUUID()}@example.com` };
    const passwordHash =
      '$5$rounds=1000$RP0Mzu2jl.7D.uEn$Z2tdStkRQr7lDyj74pSIhpEZbwb2HZSFLMv/HgR8M27';
    const { id: subject, email } = person;
    const passwordSetAt = '2024-01-01T00:00:00Z';
    const rows = [{ subject, email, language: 'en' as const, passwordHash, passwordSetAt }];
    await bench.ask('import-credentials', { rows }, 'operator');
    // Wrapped, a right one is hashed anew besides: twice the work.
    await bench.ask('wrap-legacy-hashes', { action: 'start' }, 'operator');
    await bench.service.wrapLegacy(new AbortController().signal);
    await hammer(100, () => bench.signIn(person, 'guess', elsewhere));
    const [hashed, compared] = [vi.spyOn(bcrypt, 'hash'), vi.spyOn(bcrypt, 'compare')];
    const work = async (typed: string) => {
      hashed.mockClear();
      compared.mockClear();
      expect(await bench.signIn(person, typed, elsewhere)).toEqual({ verdict: 'no' });
      return [hashed.mock.calls.length, compared.mock.calls.length];
    };
    expect(await work('velvet-nickel-pepper')).toEqual(await work('guess'));
    hashed.mockRestore();
    compared.mockRestore();
    const [last] = await bench.sql('SELECT because FROM journal ORDER BY seq DESC LIMIT 1');
    expect(last).toEqual({ because: 'password-disabled' });
  });

  it('from a known device disable it there, and leave others be', async () => {
    const person = await bench.customer(staff);
    const device = expectField(await bench.signIn(person), 'device');
    const taken = { ...elsewhere, device };
    await hammer(100, () => bench.signIn(person, 'guess', taken));
    expect(await bench.signIn(person, password, taken)).toEqual({ verdict: 'no' });
    expect(await bench.signIn(person, password, bench.freshSource())).toMatchObject({
      verdict: 'yes',
    });
  });

  it('of the current password, by somebody in a session, disable it as well', async () => {
    const person = await bench.customer(staff);
    await bench.signIn(person);
    const change = { subject: person.id, next: nextPassword, source: home };
    await hammer(100, () => bench.ask('change-password', { ...change, current: 'guess' }));
    const right = await bench.ask('change-password', { ...change, current: password });
    expect(right).toEqual({ verdict: 'no' });
  });

  it('of codes disable the second factor, whichever way they were tried, until it is bound anew', async () => {
    bench.pass({ minutes: 2 });
    const person = await bench.customer(staff, { secondFactor: true });
    const disable = { subject: person.id, password, method: 'totp' as const, source: home };
    await hammer(60, () => bench.ask('disable-totp', { ...disable, code: '000000' }));
    await hammer(40, async () => {
      await prove(person, await bench.challenge(person), '000000');
    });
    bench.pass({ seconds: 60 });
    expect(await bench.signIn(person)).toEqual({
      verdict: 'reset-required',
      because: 'second-factor-disabled',
      reason: '',
    });
    const right = { ...disable, code: bench.code(person) };
    expect(await bench.ask('disable-totp', right)).toEqual({ verdict: 'no' });
    const grant = await comeBack(person);
    expect(await redeem(grant)).toMatchObject({ verdict: 'yes', enrolmentRequired: true });
    bench.pass({ seconds: 60 });
    const source = home;
    const begun = await bench.ask('begin-totp', {
      subject: person.id,
      password: nextPassword,
      source,
    });
    expect(begun).toMatchObject({ verdict: 'yes' });
  });

  it('are counted however many come at once', async () => {
    const person = await bench.customer(staff);
    await bench.sql(
      `INSERT INTO failure (subject_id, authenticator, known, count) VALUES ($1, 'password', false, 95)`,
      [person.id],
    );
    await Promise.all(
      Array.from({ length: 10 }, () => bench.signIn(person, 'guess', bench.freshSource())),
    );
    expect(await bench.signIn(person, password, bench.freshSource())).toEqual({ verdict: 'no' });
    await bench.service.sendDueLinks();
    expect(bench.mails.filter(({ to }) => to === person.email)).toHaveLength(2);
  });

  it('are not counted against an email that nobody has, or while throttled', async () => {
    const rows = () =>
      bench.sql('SELECT sum(count)::int AS sum, count(*)::int AS rows FROM failure');
    const person = await bench.customer(staff);
    await bench.sql('DELETE FROM throttle');
    for (let index = 0; index < 10; index++) await bench.signIn(person, 'guess', elsewhere);
    const before = await rows();
    for (let index = 0; index < 5; index++) await bench.signIn(person, 'guess', elsewhere);
    await bench.signIn({ email: 'nobody.at.all@example.com' }, 'guess', bench.freshSource());
    expect(await rows()).toEqual(before);
  });
});
