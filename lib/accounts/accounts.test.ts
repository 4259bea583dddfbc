import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { findSession } from '../sessions/find-session.ts';
import { settleNewPassword } from '../sessions/settle-new-password.ts';
import { startSession } from '../sessions/start-session.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { changeMemberRole } from './change-member-role.ts';
import { findMembership } from './find-membership.ts';
import { inviteMember } from './invite-member.ts';
import { listPeople } from './list-people.ts';
import { removeMember } from './remove-member.ts';
import { requireSecondFactor } from './require-second-factor.ts';

const bench = await openManagerBench(20);
const { db } = bench;
let owner: string;
/** What it answers, and what it was asked. An address that is a customer’s is somebody’s to it, too. */
let service: { verdict: string; asked: { verb: string; subject?: string | null | undefined }[] };

const source = { address: '203.0.113.9', userAgent: 'Firefox', requestId: 'r' };

beforeEach(async () => {
  owner = await customer();
  service = { verdict: 'yes', asked: [] };
});

let people = 0;
async function customer(): Promise<string> {
  people += 1;
  const id = randomUUID();
  const facts = { email: `p${people}@example.com`, name: `P ${people}`, language: 'en' };
  await db.customer.create({ data: { id, ...facts, company: 'Acme' } });
  return id;
}

const knowing = async (email: string) => (await db.customer.count({ where: { email } })) > 0;

function acting(id = owner) {
  const ask = async (verb: string, wish: { subject?: string | null; email?: string }) => {
    service.asked.push({ verb, subject: wish.subject });
    if (verb !== 'invite-member') return { verdict: service.verdict };
    const subject = (await knowing(wish.email ?? '')) ? null : wish.subject;
    return { verdict: service.verdict, subject };
  };
  const proof = { password: 'secret', source: { address: source.address } };
  return { db, ask: ask as never, id, proof, source, idKey: 'k'.repeat(43) };
}

const invite = (email: string, by = owner, role: 'owner' | 'restricted' = 'restricted') =>
  inviteMember(acting(by), { email, name: 'New', role, language: 'en' });

/** Invites somebody who then chooses a password. */
async function join(options: { by?: string; role?: 'owner' | 'restricted' } = {}) {
  people += 1;
  const email = `member${people}@example.com`;
  expect(await invite(email, options.by, options.role)).toEqual({ verdict: 'yes' });
  const row = await db.accountMember.findFirstOrThrow({ where: { email } });
  const id = row.customerId as string;
  await settleNewPassword(db, { verdict: 'yes', subject: id, purpose: 'invitation' }, source);
  return { memberId: row.id, id, email };
}

const kindsOf = async (customerId: string) =>
  (await db.activity.findMany({ where: { customerId }, orderBy: { id: 'asc' } })).map(
    ({ kind, outcome, address }) => [kind, outcome, address],
  );
const peopleOf = async (id: string) => {
  const membership = await findMembership(db, id);
  return membership ? listPeople(db, membership) : [];
};
const redeemed = (subject: string, decidedAt = new Date().toISOString()) =>
  ({
    verdict: 'yes',
    subject,
    method: 'password',
    decidedAt,
    recoveryCodesLeft: 0,
    enrolmentRequired: false,
    staffRole: null,
  }) as const;

test('every customer owns an account of their own, without a row of it', async () => {
  expect(await findMembership(db, owner)).toEqual({
    accountId: owner,
    role: 'owner',
    alone: true,
  });
  expect(await peopleOf(owner)).toMatchObject([{ customerId: owner, role: 'owner' }]);
  expect(await db.account.count({ where: { id: owner } })).toBe(0);
});

describe('inviting', () => {
  test('makes a customer, who joins with their password; both histories say so, each its own address', async () => {
    const member = await join();
    expect(await peopleOf(owner)).toMatchObject([
      { customerId: owner, role: 'owner' },
      { customerId: member.id, role: 'restricted', joinedAt: expect.any(Date) },
    ]);
    expect(await kindsOf(owner)).toEqual([
      ['member-invited', 'yes', source.address],
      ['member-joined', 'yes', ''],
    ]);
    expect(await kindsOf(member.id)).toEqual([
      ['member-invited', 'yes', ''],
      ['password-set', 'yes', source.address],
      ['member-joined', 'yes', source.address],
    ]);
    const made = await db.customer.findUniqueOrThrow({ where: { id: member.id } });
    expect(made.company).toBe('Acme');
  });

  test('an address that is a customer’s looks the same to the owner, and moves nobody', async () => {
    const stranger = await customer();
    const { email } = await db.customer.findUniqueOrThrow({ where: { id: stranger } });
    const free = `free${people}@example.com`;
    expect(await invite(email)).toEqual(await invite(free));
    const shown = (await peopleOf(owner)).slice(1);
    expect(shown.map((one) => one.email).sort()).toEqual([email, free].sort());
    for (const one of shown) {
      const { name, role, joinedAt, lastSignInAt } = one;
      expect({ name, role, joinedAt, lastSignInAt }).toEqual({
        name: 'New',
        role: 'restricted',
        joinedAt: null,
        lastSignInAt: null,
      });
    }
    expect(await findMembership(db, stranger)).toMatchObject({ accountId: stranger });
    expect(await kindsOf(stranger)).toEqual([]);
    expect(await db.customer.findUnique({ where: { id: stranger } })).toMatchObject({ email });
    // Neither does withdrawing it: the service is asked the same, about nobody.
    const row = shown.find((one) => one.email === email)?.id ?? '';
    expect(await removeMember(acting(), row)).toEqual({ verdict: 'yes' });
    expect(service.asked.at(-1)).toEqual({ verb: 'remove-member', subject: null });
    expect(await kindsOf(stranger)).toEqual([]);
  });

  test('without the service’s yes leaves nothing but the refusal in the owner’s history', async () => {
    for (const verdict of ['no', 'unavailable', 'limited']) {
      service.verdict = verdict;
      expect(await invite('nothing@example.com')).toEqual({ verdict });
    }
    expect(await knowing('nothing@example.com')).toBe(false);
    expect(await findMembership(db, owner)).toMatchObject({ alone: true });
    expect(await kindsOf(owner)).toEqual([['member-invited', 'no', source.address]]);
  });

  test('is bounded by the hour and by the account, and asks the service nothing beyond', async () => {
    for (let n = 0; n < 20; n += 1) await invite(`many${n}.${people}@example.com`);
    service.asked = [];
    expect(await invite('onemore@example.com')).toEqual({ verdict: 'limited' });
    const here = { accountId: owner, name: 'New', role: 'restricted' };
    const rows = Array.from({ length: 179 }, (_, n) => ({
      ...here,
      id: randomUUID(),
      email: `row${n}@example.com`,
    }));
    await db.accountMember.createMany({ data: rows });
    expect(await invite('onemore@example.com')).toEqual({ verdict: 'full' });
    expect(service.asked).toEqual([]);
  });

  test('of somebody who is in the account already says so', async () => {
    const member = await join();
    expect(await invite(member.email)).toEqual({ verdict: 'already' });
  });

  test('of one address many times at once makes one person', async () => {
    const email = `at-once${people}@example.com`;
    await Promise.all(Array.from({ length: 5 }, () => invite(email)));
    expect(await db.accountMember.count({ where: { email } })).toBe(1);
    expect(await db.customer.count({ where: { email } })).toBe(1);
  });
});

describe('managing people', () => {
  test('is refused to a restricted member and to whoever was removed, before the service is asked', async () => {
    const member = await join();
    const other = await join();
    await removeMember(acting(), other.memberId);
    service.asked = [];
    for (const by of [member.id, other.id]) {
      const refused = { verdict: 'not-owner' };
      expect(await invite('z@example.com', by)).toEqual(refused);
      expect(await removeMember(acting(by), member.memberId)).toEqual(refused);
      const wish = { memberId: member.memberId, role: 'owner' } as const;
      expect(await changeMemberRole(acting(by), wish)).toEqual(refused);
      expect(await requireSecondFactor(acting(by), false)).toEqual(refused);
    }
    expect(service.asked).toEqual([]);
  });

  test('finds nobody of another account, by whatever id', async () => {
    const other = await customer();
    const theirs = await join({ by: other });
    await join();
    service.asked = [];
    for (const memberId of [theirs.memberId, theirs.id, other, randomUUID(), 'nonsense', '']) {
      const missing = { verdict: 'missing' };
      expect(await removeMember(acting(), memberId)).toEqual(missing);
      expect(await changeMemberRole(acting(), { memberId, role: 'owner' })).toEqual(missing);
    }
    expect(service.asked).toEqual([]);
    expect(await findMembership(db, theirs.id)).toMatchObject({ accountId: other });
  });

  test('never concerns oneself, so that an owner is left', async () => {
    await join({ role: 'owner' });
    const own = (await peopleOf(owner)).find(({ customerId }) => customerId === owner);
    const memberId = own?.id ?? '';
    expect(await removeMember(acting(), memberId)).toEqual({ verdict: 'missing' });
    const wish = { memberId, role: 'restricted' } as const;
    expect(await changeMemberRole(acting(), wish)).toEqual({ verdict: 'missing' });
  });

  test('of two owners who demote each other at once one stays', async () => {
    const second = await join({ role: 'owner' });
    const first = (await peopleOf(owner)).find(({ customerId }) => customerId === owner);
    const demote = (by: string, memberId: string) =>
      changeMemberRole(acting(by), { memberId, role: 'restricted' });
    const answers = await Promise.all([
      demote(owner, second.memberId),
      demote(second.id, first?.id ?? ''),
    ]);
    expect(answers.map(({ verdict }) => verdict).sort()).toEqual(['not-owner', 'yes']);
    const owners = (await listPeople(db, { accountId: owner, role: 'owner', alone: false })).filter(
      ({ role }) => role === 'owner',
    );
    expect(owners).toHaveLength(1);
  });

  test('changes a role where the service says yes, and shows it', async () => {
    const { memberId, id } = await join();
    service.verdict = 'no';
    expect(await changeMemberRole(acting(), { memberId, role: 'owner' })).toEqual({
      verdict: 'no',
    });
    expect(await findMembership(db, id)).toMatchObject({ role: 'restricted' });
    service.verdict = 'yes';
    expect(await changeMemberRole(acting(), { memberId, role: 'owner' })).toEqual({
      verdict: 'yes',
    });
    expect(await findMembership(db, id)).toMatchObject({ role: 'owner', accountId: owner });
    expect((await kindsOf(id)).at(-1)).toEqual(['member-role-changed', 'yes', '']);
  });

  test('a requirement stands in everybody’s history', async () => {
    const { id } = await join();
    expect(await requireSecondFactor(acting(), true)).toEqual({ verdict: 'yes' });
    const kind = 'second-factor-required';
    expect((await kindsOf(owner)).at(-1)).toEqual([kind, 'yes', source.address]);
    expect((await kindsOf(id)).at(-1)).toEqual([kind, 'yes', '']);
    const account = await db.account.findUniqueOrThrow({ where: { id: owner } });
    expect(account.requireSecondFactor).toBe(true);
  });
});

describe('whoever is removed', () => {
  test('is out at once on every device, and keeps their history', async () => {
    const { memberId, id } = await join();
    const token = await startSession(db, redeemed(id), source);
    expect(await findSession(db, token)).toMatchObject({ customer: { id, restricted: true } });
    expect(await removeMember(acting(), memberId)).toEqual({ verdict: 'yes' });
    expect(await findSession(db, token)).toBeNull();
    expect(await peopleOf(owner)).toHaveLength(1);
    expect(await findMembership(db, id)).toBeNull();
    expect((await kindsOf(id)).map(([kind]) => kind)).toContain('sign-in');
    expect((await kindsOf(id)).at(-1)).toEqual(['member-removed', 'yes', '']);
  });

  test('begins no session on a yes from before', async () => {
    const { memberId, id } = await join();
    const yes = redeemed(id, new Date(Date.now() - 1_000).toISOString());
    await removeMember(acting(), memberId);
    await expect(startSession(db, yes, source)).rejects.toThrow();
  });

  test('stays in where the service did not answer', async () => {
    const { memberId, id } = await join();
    const token = await startSession(db, redeemed(id), source);
    service.verdict = 'unavailable';
    expect(await removeMember(acting(), memberId)).toEqual({ verdict: 'unavailable' });
    expect(await findSession(db, token)).not.toBeNull();
  });
});
