import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf } from '../../contract.ts';
import {
  atOnce,
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
let owner: Person;

beforeEach(async () => {
  bench = await openBench(4);
  staff = await bench.staff();
  owner = await bench.customer(staff);
});
afterEach(() => bench.close());

const no = { verdict: 'no' };
const yes = { verdict: 'yes' };
type Role = RequestOf<'change-member'>['role'];

function proof(by: Person = owner) {
  bench.pass({ minutes: 1 });
  const code = by.key ? ({ method: 'totp', code: bench.code(by) } as const) : {};
  return { owner: by.id, password, ...code, source: home };
}

function invite(email: string, options: { by?: Person; role?: Role; subject?: string } = {}) {
  const { by, role = 'restricted', subject = randomUUID() } = options;
  return bench.ask('invite-member', { ...proof(by), subject, email, language: 'en', role });
}

/** Somebody invited by an owner, who chose {@link password}. */
async function join(options: { by?: Person; role?: Role } = {}): Promise<Person> {
  const id = randomUUID();
  const email = `member.${id}@example.com`;
  expect(await invite(email, { ...options, subject: id })).toEqual({ ...yes, subject: id });
  const token = await bench.mailedToken(email);
  expectField(await bench.ask('complete-link', { token, password, source: home }), 'subject');
  return { id, email, key: '', recoveryCodes: [] };
}

const change = (one: { id: string }, role: Role, by?: Person) =>
  bench.ask('change-member', { ...proof(by), subject: one.id, role });
const remove = (one: { id: string }, by?: Person) =>
  bench.ask('remove-member', { ...proof(by), subject: one.id });
const require = (required: boolean, by?: Person) =>
  bench.ask('require-second-factor', { ...proof(by), required });
const describeFor = (by: { id: string }) => bench.ask('describe-members', { owner: by.id });

async function enrolmentOf(person: Person) {
  const given = await bench.signIn(person);
  if (given.verdict !== 'yes') return given.verdict;
  const redeemed = await bench.ask('redeem-grant', { grant: given.grant, purpose: 'sign-in' });
  return expectField(redeemed, 'enrolmentRequired');
}

describe('an invitation by an owner', () => {
  it('makes a member, who chooses a password by the mailed link and signs in', async () => {
    const member = await join();
    expect(await bench.signIn(member)).toMatchObject(yes);
    const members = expectField(await describeFor(owner), 'members');
    expect(members).toHaveLength(2);
    expect(members).toContainEqual({
      subject: member.id,
      role: 'restricted',
      joined: true,
      secondFactorSince: null,
    });
  });

  it('takes the owner’s password, and their second factor where they have one', async () => {
    const wish = { subject: randomUUID(), email: 'a@example.com', language: 'en' } as const;
    const ask = (shown: object) =>
      bench.ask('invite-member', { ...proof(), ...wish, role: 'restricted', ...shown });
    expect(await ask({ password: nextPassword })).toEqual(no);
    await bench.enrol(owner);
    expect(await ask({ method: undefined, code: undefined })).toEqual(no);
    expect(await ask({ code: '000000' })).toEqual(no);
    const once = { method: 'totp', code: bench.code(owner, { stepsFromNow: 2 }) } as const;
    expect(await ask(once)).toMatchObject(yes);
    expect(await ask(once)).toEqual(no);
    expect(bench.mails.filter(({ to }) => to === wish.email)).toHaveLength(0);
    await bench.mailedToken(wish.email);
    expect(bench.mails.filter(({ to }) => to === wish.email)).toHaveLength(1);
  });

  it('is no restricted member’s to send', async () => {
    const member = await join();
    expect(await invite('b@example.com', { by: member })).toEqual(no);
    expect(await change(owner, 'restricted', member)).toEqual(no);
    expect(await remove(owner, member)).toEqual(no);
    expect(await require(true, member)).toEqual(no);
    expect(await describeFor(member)).toEqual(no);
  });

  it('of somebody known moves nobody, and tells them by a mail without a link', async () => {
    const stranger = await bench.customer(staff);
    const before = bench.mails.length;
    expect(await invite(stranger.email)).toEqual({ ...yes, subject: null });
    expect(await bench.mailedToken(stranger.email)).toBe('no mail');
    const mails = bench.mails.slice(before);
    expect(mails.map(({ to }) => to)).toEqual([stranger.email]);
    expect(mails[0]?.text).toContain('nothing has changed');
    expect(mails[0]?.text).not.toContain('http');
    expect(await bench.signIn(stranger)).toMatchObject(yes);
    expect(expectField(await describeFor(stranger), 'members')).toHaveLength(1);
    expect(expectField(await describeFor(owner), 'members')).toHaveLength(1);
  });

  it('takes nobody whom another account, or staff, invited and who has not answered yet', async () => {
    const other = await bench.customer(staff);
    const [email, id] = ['waiting@example.com', randomUUID()];
    await invite(email, { by: other, subject: id });
    expect(await invite(email)).toEqual({ ...yes, subject: null });
    const staffs = { subject: randomUUID(), email: 'new@example.com', language: 'en' } as const;
    await bench.ask('invite', { ...staffs, staff: staff.id });
    expect(await invite(staffs.email)).toEqual({ ...yes, subject: null });
    expect(expectField(await describeFor(other), 'members')).toHaveLength(2);
  });

  it('sent twice mails another link, and the first opens nothing', async () => {
    const [email, id] = ['twice@example.com', randomUUID()];
    await invite(email, { subject: id });
    const first = await bench.mailedToken(email);
    expect(await invite(email, { role: 'owner' })).toEqual({ ...yes, subject: id });
    const second = await bench.mailedToken(email);
    expect(await bench.ask('inspect-link', { token: first, source: home })).toEqual(no);
    expect(await bench.ask('inspect-link', { token: second, source: home })).toMatchObject(yes);
  });

  it('withdrawn opens nothing, mails nothing, and frees the address for anybody’s invitation', async () => {
    const [email, id] = ['freed@example.com', randomUUID()];
    await invite(email, { subject: id });
    const token = await bench.mailedToken(email);
    expect(await remove({ id })).toEqual(yes);
    expect(await bench.ask('complete-link', { token, password, source: home })).toEqual(no);
    await bench.ask('request-link', { email, source: home });
    expect(await bench.mailedToken(email)).toBe(token);
    const other = await bench.customer(staff);
    expect(await invite(email, { by: other })).toEqual({ ...yes, subject: id });
    expect(expectField(await describeFor(other), 'members')).toHaveLength(2);
  });

  it('that made nobody a member takes the same proof to be withdrawn', async () => {
    const nobody = { ...proof(), subject: null };
    expect(await bench.ask('remove-member', nobody)).toEqual(yes);
    expect(await bench.ask('remove-member', { ...nobody, password: nextPassword })).toEqual(no);
  });

  it('of one address by two accounts at once makes one member', async () => {
    const other = await bench.customer(staff);
    const shown = [proof(), proof(other)];
    const wish = { email: 'both@example.com', language: 'en', role: 'restricted' } as const;
    const answers = await Promise.all(
      shown.map((one) => bench.ask('invite-member', { ...one, ...wish, subject: randomUUID() })),
    );
    const made = answers.map((answer) => expectField(answer, 'subject'));
    expect(made.filter((subject) => subject !== null)).toHaveLength(1);
  });

  it('is bounded for an account and for an address, whether it is known or not', async () => {
    const stranger = await bench.customer(staff);
    for (const email of ['nobody@example.com', stranger.email]) {
      const ask = { ...proof(), email, language: 'en', role: 'restricted' } as const;
      const run = () => bench.ask('invite-member', { ...ask, subject: randomUUID() });
      expect(await atOnce(5, run)).toEqual({ yes: 3, limited: 2 });
    }
  });
});

describe('a member', () => {
  it('removed can sign in no more, by nothing they ever had, and is told nothing of why', async () => {
    const member = await join();
    const grant = expectField(await bench.signIn(member), 'grant');
    await bench.ask('request-link', { email: member.email, source: home });
    const token = await bench.mailedToken(member.email);
    expect(await remove(member)).toEqual(yes);
    expect(await bench.signIn(member)).toEqual(await bench.signIn({ email: 'x@example.com' }));
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);
    expect(await bench.ask('complete-link', { token, password, source: home })).toEqual(no);
    expect(expectField(await describeFor(owner), 'members')).toHaveLength(1);
    // An answer that was lost is given again.
    expect(await remove(member)).toEqual(yes);
    expect(await invite('c@example.com', { by: member })).toEqual(no);
  });

  it('removed and invited again begins without the password of before', async () => {
    const member = await join();
    await remove(member);
    expect(await invite(member.email)).toEqual({ ...yes, subject: member.id });
    expect(await bench.signIn(member)).toEqual(no);
    const token = await bench.mailedToken(member.email);
    const chosen = { token, password: nextPassword, source: home };
    expect(await bench.ask('complete-link', chosen)).toMatchObject(yes);
    expect(await bench.signIn(member, nextPassword)).toMatchObject(yes);
  });

  it('of another account can be neither changed nor removed', async () => {
    const other = await bench.customer(staff);
    const theirs = await join({ by: other });
    for (const one of [other, theirs, { id: randomUUID() }]) {
      expect(await change(one, 'owner')).toEqual(no);
      expect(await remove(one)).toEqual(no);
    }
    expect(await bench.signIn(theirs)).toMatchObject(yes);
  });

  it('of staff is not an owner’s to remove', async () => {
    expect(await change(owner, 'owner', staff)).toEqual(no);
    const member = await join();
    await bench.sql(`UPDATE subject SET staff_role = 'support' WHERE id = $1`, [member.id]);
    expect(await remove(member)).toEqual(no);
  });

  it('is never oneself: the last owner stays', async () => {
    expect(await change(owner, 'restricted')).toEqual(no);
    expect(await remove(owner)).toEqual(no);
  });

  it('of two owners who demote or remove each other at once loses to the other, and one stays', async () => {
    for (const verb of ['demote', 'remove'] as const) {
      const second = await join({ role: 'owner' });
      const act = (one: Person, by: Person) => {
        const shown = { ...proof(by), subject: one.id };
        return verb === 'demote'
          ? bench.ask('change-member', { ...shown, role: 'restricted' })
          : bench.ask('remove-member', shown);
      };
      const answers = await Promise.all([act(second, owner), act(owner, second)]);
      expect(answers.map(({ verdict }) => verdict).sort()).toEqual(['no', 'yes']);
      const [left] = answers[0]?.verdict === 'yes' ? [owner] : [second];
      expect(await describeFor(left)).toMatchObject(yes);
      owner = await bench.customer(staff);
    }
  });

  it('made an owner may do what owners may, and demoted may not', async () => {
    const member = await join();
    expect(await change(member, 'owner')).toEqual(yes);
    expect(await change(owner, 'restricted', member)).toEqual(yes);
    expect(await invite('d@example.com')).toEqual(no);
    expect(await remove(owner, member)).toEqual(yes);
  });
});

describe('a second factor required of everybody', () => {
  it('leads whoever has none through enrolment at the next sign-in, those who come later too', async () => {
    const member = await join();
    expect(await enrolmentOf(member)).toBe(false);
    expect(await require(true)).toEqual(yes);
    const later = await join();
    for (const one of [owner, member, later]) expect(await enrolmentOf(one)).toBe(true);
    const described = await bench.ask('describe-factors', { subject: member.id });
    expect(described).toMatchObject({ enrolmentRequired: true });
    await bench.enrol(member);
    const challenge = await bench.challenge(member);
    const shown = { challenge, method: 'totp', code: bench.code(member), source: home } as const;
    const grant = expectField(await bench.ask('verify-second-factor', shown), 'grant');
    const redeemed = await bench.ask('redeem-grant', { grant, purpose: 'sign-in' });
    expect(redeemed).toMatchObject({ enrolmentRequired: false });
    const described2 = expectField(await describeFor(owner), 'members');
    const factor = described2.find(({ subject }) => subject === member.id)?.secondFactorSince;
    expect(factor).toEqual(expect.any(String));
  });

  it('is demanded and lifted by an owner’s proof alone, and concerns no other account', async () => {
    const other = await bench.customer(staff);
    const wrong = { ...proof(), password: nextPassword };
    expect(await bench.ask('require-second-factor', { ...wrong, required: true })).toEqual(no);
    await require(true);
    expect(await enrolmentOf(other)).toBe(false);
    expect(await bench.ask('require-second-factor', { ...wrong, required: false })).toEqual(no);
    expect(await require(false, other)).toEqual(yes);
    expect(await enrolmentOf(owner)).toBe(true);
    expect(await require(false)).toEqual(yes);
    expect(await enrolmentOf(owner)).toBe(false);
  });
});
