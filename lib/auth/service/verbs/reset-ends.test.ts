import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf } from '../../contract.ts';
import { expectField, home, nextPassword, type Person } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();
let [ada, ben]: [Person, Person] = [] as never;
const no = { verdict: 'no' };
const wrong = 'saddle-garnet-jasper-wrong';

beforeEach(async () => {
  bench.pass({ minutes: 10 });
  await bench.sql('DELETE FROM reset_subject');
  await bench.sql('DELETE FROM reset_step');
  await bench.sql('DELETE FROM reset');
  await bench.sql('DELETE FROM reset_proposal');
  [ada, ben] = [await bench.customer(staff), await bench.customer(staff)];
});

type Ends = NonNullable<RequestOf<'start-reset'>['ends']>;
async function reset(people: Person[], ends?: Ends) {
  const [id, subjects] = [randomUUID(), people.map((person) => person.id)];
  const code = subjects.length > 1 ? { code: bench.code(staff) } : {};
  const scope = { kind: 'subjects' as const, subjects, ...code };
  const wish = { reset: id, scope, reason: 'A list was found.', staff: staff.id, source: home };
  expectField(await bench.ask('start-reset', { ...wish, ...(ends && { ends }) }), 'cutoff');
  return id;
}
const open = (token: string) => bench.ask('inspect-link', { token, source: bench.freshSource() });
const complete = (token: string) =>
  bench.ask('complete-link', { token, password: nextPassword, source: bench.freshSource() });

/** A device on which somebody signed in, and whether it still has its own allowance. */
async function device(person: Person) {
  const yes = await bench.signIn(person, undefined, bench.freshSource());
  const token = expectField(yes, 'device');
  return async () => {
    const stranger = bench.freshSource();
    await bench.signIn(person, wrong, { ...stranger, device: token });
    const rows = await bench.sql<{ known: boolean }>(
      `SELECT known FROM failure WHERE subject_id = $1 AND authenticator = 'password' AND count > 0`,
      [person.id],
    );
    await bench.sql('DELETE FROM failure');
    return rows.some(({ known }) => known);
  };
}

describe('reset links', () => {
  it('mailed before it open nothing, and the one asked for after it opens', async () => {
    const token = await bench.link(ada);
    expect(await open(token)).toMatchObject({ verdict: 'yes' });
    await reset([ada]);
    expect(await open(token)).toEqual(no);
    expect(await complete(token)).toEqual(no);
    expect(await complete(await bench.link(ada))).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(ada, nextPassword)).toMatchObject({ verdict: 'yes' });
  });

  it('open where it does not end them, and those of others always', async () => {
    const [kept, other] = [await bench.link(ada), await bench.link(ben)];
    await reset([ada], { devices: true, links: false });
    expect(await complete(kept)).toMatchObject({ verdict: 'yes' });
    expect(await complete(other)).toMatchObject({ verdict: 'yes' });
  });

  it('asked for after it open on a server whose clock is behind', async () => {
    await reset([ada]);
    await bench.sql(`UPDATE reset SET cutoff = cutoff + interval '3 seconds'`);
    expect(await complete(await bench.link(ada))).toMatchObject({ verdict: 'yes' });
  });

  it('to a first password are no reset links: an invitation stands', async () => {
    const id = randomUUID();
    const email = `${id}@example.com`;
    await bench.ask('invite', { subject: id, email, language: 'en', staff: staff.id });
    const token = await bench.mailedToken(email);
    await reset([{ ...ada, id }]);
    expect(await open(token)).toMatchObject({ verdict: 'yes', purpose: 'invitation' });
  });
});

describe('remembered devices', () => {
  it('have no allowance of their own after it, and those of others keep theirs', async () => {
    const [own, other] = [await device(ada), await device(ben)];
    bench.pass({ minutes: 1 });
    expect([await own(), await other()]).toEqual([true, true]);
    await reset([ada]);
    expect([await own(), await other()]).toEqual([false, true]);
  });

  it('keep it where it does not end them', async () => {
    const own = await device(ada);
    bench.pass({ minutes: 1 });
    await reset([ada], { devices: false, links: true });
    expect(await own()).toBe(true);
  });

  it('are remembered anew once the password is', async () => {
    await device(ada);
    bench.pass({ minutes: 1 });
    await reset([ada]);
    await complete(await bench.link(ada));
    bench.pass({ minutes: 1 });
    const yes = await bench.signIn(ada, nextPassword, bench.freshSource());
    expect(yes).toMatchObject({ verdict: 'yes' });
    expect(
      await bench.sql('SELECT 1 FROM known_source WHERE subject_id = $1', [ada.id]),
    ).not.toEqual([]);
  });
});

it('of everyone, it ends everybody’s by one row', async () => {
  const [token, own] = [await bench.link(ada), await device(ben)];
  bench.pass({ minutes: 1 });
  const scope = { kind: 'all' as const, code: bench.code(staff) };
  const wish = { reset: randomUUID(), scope, reason: 'x', staff: staff.id, source: home };
  expectField(await bench.ask('start-reset', wish), 'cutoff');
  expect(await open(token)).toEqual(no);
  expect(await own()).toBe(false);
  await bench.sql('DELETE FROM reset_step');
  await bench.sql('DELETE FROM reset');
});

it('waiting for approval it ends nothing, and what it will end cannot be changed', async () => {
  const token = await bench.link(ada);
  await bench.sql(
    `INSERT INTO reset_proposal (id, scope, reason, started_by, proposed_at, ends_links)
     VALUES ($1, 'all', 'x', $2, now(), true)`,
    [randomUUID(), staff.id],
  );
  expect(await open(token)).toMatchObject({ verdict: 'yes' });
  await expect(
    bench.database.resetProposal.updateMany({ data: { endsLinks: false } }),
  ).rejects.toThrow();
});

it('its preview counts who would lose what, and names the latest', async () => {
  await bench.link(ada);
  bench.pass({ minutes: 1 });
  await device(ben);
  const scope = { kind: 'rule' as const, rule: {}, except: [] };
  const among = [ada.id, ben.id];
  const preview = () => bench.ask('preview-reset', { scope, among, staff: staff.id });
  expect(await preview()).toMatchObject({
    devices: { count: 2, examples: [{ subject: ben.id }, { subject: ada.id }] },
    links: { count: 1, examples: [{ subject: ada.id }] },
  });
  bench.pass({ minutes: 1 });
  await reset([ada, ben]);
  expect(await preview()).toMatchObject({ devices: { count: 0 }, links: { count: 0 } });
});
