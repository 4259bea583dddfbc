import { describe, expect, test } from 'vitest';
import type { AuthConnection } from '../auth/connect.ts';
import { findSession } from '../sessions/find-session.ts';
import { startSession } from '../sessions/start-session.ts';
import { answering } from '../testing/answering.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { changeRole } from './change-role.ts';
import type { StaffRole } from './permissions.ts';

const { db, owner, customer: addPerson } = await openManagerBench(5);
const security = await addPerson();
const home = { address: '192.0.2.1', userAgent: 'test' };

/** Signs in as the auth service would have it. */
function signIn(subject: string, staffRole: StaffRole | null, decidedAt = new Date()) {
  const facts = { recoveryCodesLeft: 10, enrolmentRequired: false, method: 'totp' as const };
  const grant = { verdict: 'yes', subject, staffRole, decidedAt: decidedAt.toISOString() } as const;
  return startSession(db, { ...grant, ...facts }, home);
}
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);

const yes = () => answering({ verdict: 'yes', at: new Date().toISOString() }).ask;
const silent = answering({ verdict: 'unavailable' }).ask;

function change(subject: string, role: StaffRole | null, ask: AuthConnection['ask']) {
  const wish = { subject, role, code: '918273', staff: security, source: { address: '192.0.2.7' } };
  return changeRole({ db, ask }, wish);
}

async function roleOf(id: string) {
  return (await db.customer.findUniqueOrThrow({ where: { id } })).staffRole;
}

async function acts(customerId: string) {
  const rows = await db.staffAct.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
  return rows.map(({ act, detail, staffId }) => ({ act, detail, staffId }));
}

/** As if the change of which nothing was heard had been asked for so long ago. */
async function letPass(customerId: string, seconds: number) {
  await owner.query(
    `UPDATE staff_role_change SET at = at - make_interval(secs => $2) WHERE customer_id = $1`,
    [customerId, seconds],
  );
}

describe('a change of role that the auth service made', () => {
  test('ends every session they had, and the next has the new role', async () => {
    const id = await addPerson();
    const tokens = [await signIn(id, null, secondsAgo(60)), await signIn(id, null, secondsAgo(1))];
    expect(await change(id, 'support', yes())).toBe('changed');
    for (const token of tokens) expect(await findSession(db, token)).toBeNull();
    const later = await signIn(id, 'support', new Date(Date.now() + 50));
    expect((await findSession(db, later))?.customer.staffRole).toBe('support');
    expect(
      await change(id, null, answering({ verdict: 'yes', at: new Date(Date.now() + 90) }).ask),
    ).toBe('changed');
    expect(await findSession(db, later)).toBeNull();
    expect(await roleOf(id)).toBeNull();
  });

  test('ends a sign-in that was decided before it and comes after it', async () => {
    const id = await addPerson();
    await change(id, 'security', yes());
    const token = await signIn(id, null, secondsAgo(2));
    expect(await findSession(db, token)).toBeNull();
    expect(await roleOf(id)).toBe('security');
  });

  test('leaves everybody else’s sessions alone', async () => {
    const [id, other] = [await addPerson(), await addPerson()];
    const token = await signIn(other, null, secondsAgo(5));
    await change(id, 'auditor', yes());
    expect(await findSession(db, token)).not.toBeNull();
  });

  test('stands in the trail, asked for and made, and in their own history without a name', async () => {
    const id = await addPerson();
    await change(id, 'auditor', yes());
    const detail = { role: 'auditor' };
    expect(await acts(id)).toEqual([
      { act: 'role-asked', detail, staffId: security },
      { act: 'role-changed', detail, staffId: security },
    ]);
    expect(await db.activity.findMany({ where: { customerId: id } })).toMatchObject([
      { kind: 'staff-role-changed', address: '', userAgent: '', detail: {} },
    ]);
  });

  test('of two whose news cross is the one that the auth service made last', async () => {
    const id = await addPerson();
    const [first, last] = [secondsAgo(2).toISOString(), secondsAgo(1).toISOString()];
    await change(id, null, answering({ verdict: 'yes', at: last }).ask);
    await change(id, 'security', answering({ verdict: 'yes', at: first }).ask);
    expect(await roleOf(id)).toBeNull();
  });
});

describe('the code', () => {
  test('is handed on and kept nowhere', async () => {
    const asked: unknown[] = [];
    const ask = (async (verb: string, request: object) => {
      asked.push({ verb, ...request });
      return { verdict: 'no' };
    }) as unknown as AuthConnection['ask'];
    await change(await addPerson(), 'support', ask);
    expect(asked).toEqual([expect.objectContaining({ verb: 'change-staff-role', code: '918273' })]);
    const { rows } = await owner.query(
      `SELECT (SELECT string_agg(c::text, '') FROM staff_role_change c)
        || (SELECT string_agg(a::text, '') FROM staff_act a) AS kept`,
    );
    expect(rows[0].kept).not.toContain('918273');
  });
});

describe('a change that was not made', () => {
  test.each([
    ['no', 'refused'],
    ['no-second-factor', 'no-second-factor'],
  ])('after “%s” ends nothing, now or later, and was asked for', async (verdict, result) => {
    const id = await addPerson();
    const token = await signIn(id, null, secondsAgo(60));
    expect(await change(id, 'security', answering({ verdict }).ask)).toBe(result);
    await letPass(id, 30);
    expect(await findSession(db, token)).not.toBeNull();
    expect(await roleOf(id)).toBeNull();
    expect(await acts(id)).toMatchObject([{ act: 'role-asked' }]);
  });

  test('is not asked for either, where it cannot be written down', async () => {
    const id = await addPerson();
    let asked = false;
    const ask = (async () => {
      asked = true;
      return { verdict: 'no' };
    }) as unknown as AuthConnection['ask'];
    await owner.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no'; END $$`);
    await owner.query(`CREATE TRIGGER refuse BEFORE INSERT ON staff_act
      FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await expect(change(id, 'security', ask)).rejects.toThrow();
    await owner.query('DROP FUNCTION refuse CASCADE');
    expect(asked).toBe(false);
    expect(await db.staffRoleChange.count({ where: { customerId: id } })).toBe(0);
  });
});

describe('a change of which nothing was heard', () => {
  test('ends what began before it, soon, and the next sign-in brings the news', async () => {
    const id = await addPerson();
    await change(id, 'security', yes());
    await letPass(id, 120);
    const token = await signIn(id, 'security', secondsAgo(60));
    expect((await findSession(db, token))?.customer.staffRole).toBe('security');
    expect(await change(id, null, silent)).toBe('unclear');
    await letPass(id, 16);
    expect(await findSession(db, token)).toBeNull();

    const next = await signIn(id, null);
    expect((await findSession(db, next))?.customer.staffRole).toBeNull();
  });

  test('that was never made costs one sign-in and no role', async () => {
    const id = await addPerson();
    await change(id, 'support', yes());
    await letPass(id, 120);
    await change(id, null, silent);
    await letPass(id, 16);
    const next = await signIn(id, 'support');
    expect((await findSession(db, next))?.customer.staffRole).toBe('support');
  });

  test('is as good as one whose yes could not be written down', async () => {
    const id = await addPerson();
    const token = await signIn(id, null, secondsAgo(60));
    // The auth service's moment is no time: what was to be written cannot be.
    expect(await change(id, 'security', answering({ verdict: 'yes', at: 'x' }).ask)).toBe(
      'unclear',
    );
    await letPass(id, 16);
    expect(await findSession(db, token)).toBeNull();
    expect(await roleOf(id)).toBeNull();
    const next = await signIn(id, 'security');
    expect((await findSession(db, next))?.customer.staffRole).toBe('security');
  });
});

test('a sign-in that brings news of a role ends the sessions that had another', async () => {
  const id = await addPerson();
  const old = await signIn(id, null, secondsAgo(60));
  const fresh = await signIn(id, 'auditor');
  expect(await findSession(db, old)).toBeNull();
  expect((await findSession(db, fresh))?.customer.staffRole).toBe('auditor');
});
