import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createService } from '../create-service.ts';
import {
  asking,
  type Bench,
  expectField,
  home,
  nextPassword,
  openBench,
  type Person,
} from '../testing/bench.ts';

let bench: Bench;
/** A replica that lets one member alone reset two customers, and no more. */
let ask: Bench['ask'];
let [first, second, third, support]: [Person, Person, Person, Person] = [] as never;
let customers: Person[] = [];
const no = { verdict: 'no' };

beforeEach(async () => {
  bench = await openBench();
  first = await bench.staff();
  [second, third, support] = [
    await bench.member(first, 'security'),
    await bench.member(first, 'security'),
    await bench.member(first, 'support'),
  ];
  customers = [];
  for (let count = 0; count < 3; count++) customers.push(await bench.customer(first));
  ask = asking(await createService({ ...bench.parts(), approvalAbove: 2 }));
  bench.pass({ minutes: 2 });
});
afterEach(() => bench.close());

const takeBack = (reset: string, by: Person, code = bench.code(by)) =>
  ask('take-back-reset', { reset, staff: by.id, code, source: home });

/** Puts a reset in force: of three it takes two members, of two one. */
async function reset(people: Person[]) {
  const [id, subjects] = [randomUUID(), people.map((person) => person.id)];
  const scope = { kind: 'subjects' as const, subjects, code: bench.code(first) };
  const wish = { reset: id, scope, reason: 'A list was found.', staff: first.id, source: home };
  const { verdict } = await ask('start-reset', wish);
  if (verdict === 'proposed') {
    const approval = { reset: id, staff: second.id, code: bench.code(second), source: home };
    expectField(await ask('approve-reset', approval), 'cutoff');
  }
  bench.pass({ minutes: 1 });
  return id;
}
const signIn = async (person: Person, password?: string) =>
  (await bench.signIn(person, password, bench.freshSource())).verdict;
const [ada] = [() => customers[0] as Person];

describe('a reset in force that took two members', () => {
  it('is taken back by two, and then old passwords, links and devices are as they were', async () => {
    const device = expectField(await bench.signIn(ada(), undefined, bench.freshSource()), 'device');
    const token = await bench.link(ada());
    const id = await reset(customers);
    const inspect = () => bench.ask('inspect-link', { token, source: bench.freshSource() });
    expect(await signIn(ada())).toBe('reset-required');
    expect(await inspect()).toEqual(no);
    expect(await takeBack(id, first)).toMatchObject({ verdict: 'asked' });
    expect(await signIn(ada())).toBe('reset-required');
    expect(await takeBack(id, second)).toEqual({ verdict: 'yes' });
    expect(await signIn(ada())).toBe('yes');
    expect(await inspect()).toMatchObject({ verdict: 'yes', subject: ada().id });
    const listed = await bench.ask('list-devices', {
      subject: ada().id,
      source: { ...bench.freshSource(), device },
    });
    expect(JSON.stringify(listed)).toContain('"current":true');
    expect(await ask('describe-reset', { reset: id })).toEqual({ verdict: 'cancelled' });
  });

  it('is not taken back by one member alone, however often and with whatever codes', async () => {
    const id = await reset(customers);
    for (let tries = 0; tries < 3; tries++) {
      expect(await takeBack(id, first)).toMatchObject({ verdict: 'asked' });
      bench.pass({ minutes: 1 });
    }
    expect(await signIn(ada())).toBe('reset-required');
    expect(await ask('describe-reset', { reset: id })).toMatchObject({
      takeBack: { askedBy: first.id },
    });
  });

  it('stands for support, an auditor, a customer and nobody, and for a wrong or used code', async () => {
    const used = bench.code(third);
    const id = await reset(customers);
    expect(await takeBack(id, first)).toMatchObject({ verdict: 'asked' });
    const auditor = await bench.member(first, 'auditor');
    const plain = await bench.customer(first, { secondFactor: true });
    bench.pass({ minutes: 1 });
    for (const by of [support, auditor, plain, { ...plain, id: randomUUID() }]) {
      expect(await takeBack(id, by)).toEqual(no);
    }
    for (const code of ['000000', used, bench.code(first)]) {
      expect(await takeBack(id, second, code)).toEqual(no);
    }
    expect(await signIn(ada())).toBe('reset-required');
  });

  it('stands where who asked first is no longer of that role, or must choose a new password', async () => {
    const id = await reset(customers);
    await takeBack(id, third);
    await bench.sql(`UPDATE subject SET staff_role = 'support' WHERE id = $1`, [third.id]);
    expect(await takeBack(id, second)).toMatchObject({ verdict: 'asked' });
    await ask('start-reset', {
      ...{ reset: randomUUID(), scope: { kind: 'subjects' as const, subjects: [second.id] } },
      ...{ reason: 'x', staff: support.id, source: home },
    });
    expect(await takeBack(id, first)).toMatchObject({ verdict: 'asked' });
    expect(await signIn(ada())).toBe('reset-required');
  });

  it('asked by two at once is taken back once', async () => {
    const id = await reset(customers);
    const both = await Promise.all([takeBack(id, first), takeBack(id, third)]);
    expect(both.map(({ verdict }) => verdict).sort()).toEqual(['asked', 'yes']);
    const rows = await bench.sql('SELECT 1 FROM reset_cancelled WHERE reset_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  it('stands after a day', async () => {
    const id = await reset(customers);
    expect(await takeBack(id, first)).toMatchObject({ verdict: 'asked' });
    bench.pass({ hours: 24 });
    expect(await takeBack(id, second)).toEqual(no);
    expect(await ask('describe-reset', { reset: id })).toMatchObject({ takeBack: null });
    expect(await signIn(ada())).toBe('reset-required');
  });
});

describe('a reset that one member put in force', () => {
  it('is taken back by one', async () => {
    const id = await reset(customers.slice(0, 2));
    expect(await takeBack(id, second)).toEqual({ verdict: 'yes' });
    expect(await signIn(ada())).toBe('yes');
  });

  it('taken back is over: it is not taken back twice, nor put in force by a repeated question', async () => {
    const subjects = customers.slice(0, 2).map(({ id }) => id);
    const id = await reset(customers.slice(0, 2));
    await takeBack(id, second);
    bench.pass({ minutes: 1 });
    expect(await takeBack(id, second)).toEqual(no);
    const scope = { kind: 'subjects' as const, subjects, code: bench.code(first) };
    const wish = { reset: id, scope, reason: 'A list was found.', staff: first.id, source: home };
    expect(await ask('start-reset', wish)).toEqual(no);
    expect(await signIn(ada())).toBe('yes');
  });
});

it('a new password chosen meanwhile stays, and another reset in force goes on', async () => {
  const id = await reset(customers.slice(0, 2));
  const token = await bench.link(ada());
  const source = bench.freshSource();
  await bench.ask('complete-link', { token, password: nextPassword, source });
  bench.pass({ minutes: 1 });
  await reset(customers.slice(1));
  await takeBack(id, second);
  expect(await signIn(ada(), nextPassword)).toBe('yes');
  expect(await signIn(ada())).toBe('no');
  expect(await signIn(customers[1] as Person)).toBe('reset-required');
});

it('a proposal is not taken back: it is cancelled', async () => {
  const id = randomUUID();
  const subjects = customers.map((person) => person.id);
  const scope = { kind: 'subjects' as const, subjects, code: bench.code(first) };
  await ask('start-reset', { reset: id, scope, reason: 'x', staff: first.id, source: home });
  expect(await takeBack(id, second)).toEqual(no);
  expect(await takeBack(randomUUID(), third)).toEqual(no);
});
