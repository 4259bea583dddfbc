import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { takeEffect } from '../resets/take-effect.ts';
import { expectField, home, type Person } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench(4);

async function resetOne(person: Person, reset = randomUUID()) {
  bench.pass({ minutes: 1 });
  const scope = { kind: 'subjects' as const, subjects: [person.id] };
  const wish = { reset, scope, reason: 'A list was found.', staff: staff.id, source: home };
  expect(await bench.ask('start-reset', wish)).toMatchObject({ verdict: 'yes' });
  return reset;
}

function link(person: Person) {
  bench.pass({ minutes: 1 });
  return bench.link(person);
}

const open = (token: string) => bench.ask('inspect-link', { token, source: bench.freshSource() });

async function choose(token: string, password: string) {
  const chosen = { token, password, source: bench.freshSource() };
  return bench.ask('complete-link', chosen);
}

async function steps(reset: string) {
  return expectField(await bench.ask('list-reset-steps', { reset }), 'steps');
}

async function chart(reset: string, moments: Date[]) {
  return bench.ask('chart-reset', { reset, moments: moments.map((at) => at.toISOString()) });
}

it('the first opening and the first new password since are kept, and moved by nothing', async () => {
  const person = await bench.customer(staff);
  const reset = await resetOne(person);
  expect(await steps(reset)).toEqual([]);
  const token = await link(person);
  const openedAt = bench.now().toISOString();
  await open(token);
  bench.pass({ minutes: 2 });
  await open(token);
  const doneAt = bench.now().toISOString();
  expect(await choose(token, 'saddle-garnet-jasper-one')).toMatchObject({ verdict: 'yes' });
  expect(await steps(reset)).toEqual([{ subject: person.id, openedAt, doneAt }]);

  const later = await link(person);
  await open(later);
  expect(await choose(later, 'saddle-garnet-jasper-two')).toMatchObject({ verdict: 'yes' });
  expect(await steps(reset)).toEqual([{ subject: person.id, openedAt, doneAt }]);
});

it('only a link that is good counts as opened: not a guess, an old one or a used one', async () => {
  const person = await bench.customer(staff);
  const old = await link(person);
  const reset = await resetOne(person);
  const superseding = await link(person);
  for (const token of ['A'.repeat(43), old]) {
    expect(await open(token)).toEqual({ verdict: 'no' });
  }
  bench.pass({ minutes: 31 });
  expect(await open(superseding)).toEqual({ verdict: 'no' });
  expect(await steps(reset)).toEqual([]);
});

it('a link of a customer whom no reset concerns leaves no step', async () => {
  const [concerned, other] = [await bench.customer(staff), await bench.customer(staff)];
  const reset = await resetOne(concerned);
  await open(await link(other));
  expect(await steps(reset)).toEqual([]);
  const [row] = await bench.sql('SELECT count(*)::int AS n FROM reset_step WHERE subject_id = $1', [
    other.id,
  ]);
  expect(row).toEqual({ n: 0 });
});

it('of a hundred openings at once one is kept, and every bearer is answered', async () => {
  const person = await bench.customer(staff);
  const reset = await resetOne(person);
  const token = await link(person);
  const answers = await Promise.all(Array.from({ length: 100 }, () => open(token)));
  expect(answers.filter(({ verdict }) => verdict === 'yes')).toHaveLength(100);
  expect(await steps(reset)).toHaveLength(1);
});

it('a password that was refused is not done, and a step refused by the database sets none', async () => {
  const person = await bench.customer(staff);
  const reset = await resetOne(person);
  const token = await link(person);
  expect(await choose(token, 'short')).toMatchObject({ verdict: 'refused' });
  await bench.sql(
    'ALTER TABLE reset_step ADD CONSTRAINT broken CHECK (step <> $$done$$) NOT VALID',
  );
  expect(await choose(token, 'saddle-garnet-jasper-one')).toEqual({ verdict: 'unavailable' });
  await bench.sql('ALTER TABLE reset_step DROP CONSTRAINT broken');
  expect(await bench.ask('describe-reset', { reset })).toMatchObject({ concerned: 1, done: 0 });
  expect(await steps(reset)).toEqual([]);
  expect(await choose(token, 'saddle-garnet-jasper-one')).toMatchObject({ verdict: 'yes' });
  expect(await bench.ask('describe-reset', { reset })).toMatchObject({ concerned: 1, done: 1 });
  expect(await steps(reset)).toMatchObject([{ subject: person.id, openedAt: null }]);
});

describe('the curve', () => {
  it('says how many had come how far at each moment, and counts what is later at the last', async () => {
    const person = await bench.customer(staff);
    const reset = await resetOne(person);
    const from = bench.now();
    const moments = [1, 2, 3, 4].map((minutes) => new Date(from.getTime() + minutes * 60_000));
    const token = await link(person);
    await open(token);
    bench.pass({ minutes: 1 });
    await choose(token, 'saddle-garnet-jasper-one');
    expect(await chart(reset, moments)).toEqual({
      verdict: 'yes',
      opened: [0, 1, 1, 1],
      done: [0, 0, 1, 1],
    });
    expect(await chart(reset, [from])).toEqual({ verdict: 'yes', opened: [1], done: [1] });
  });

  it('is refused for what is in no order, too many moments, or no reset', async () => {
    const reset = await resetOne(await bench.customer(staff));
    const now = bench.now();
    const many = Array.from({ length: 61 }, (_, index) => new Date(now.getTime() + index));
    for (const moments of [[], many, [now, now], [now, new Date(now.getTime() - 1)]]) {
      expect(await chart(reset, moments)).toEqual({ verdict: 'no' });
    }
    expect(await chart(reset, [now])).toMatchObject({ verdict: 'yes' });
    expect(await chart(randomUUID(), [now])).toEqual({ verdict: 'no' });
    expect(await bench.ask('list-reset-steps', { reset: randomUUID() })).toEqual({ verdict: 'no' });
  });
});

it('what was recorded can be neither changed nor taken back by the service', async () => {
  for (const statement of ['UPDATE reset_step SET at = now()', 'DELETE FROM reset_step']) {
    await expect(bench.database.$executeRawUnsafe(statement)).rejects.toThrow('permission denied');
  }
});

// Last: it concerns the staff member of the tests before.
it('a password that is being set holds a reset back: it cannot count as new without its time', async () => {
  const person = await bench.customer(staff);
  const token = await link(person);
  const reset = randomUUID();
  const facts = { scope: 'all', reason: 'x', startedBy: staff.id, proposedAt: bench.now() };
  const proposal = await bench.database.resetProposal.create({ data: { id: reset, ...facts } });
  let chosen: Promise<unknown> = Promise.resolve();
  await bench.database.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(7317002::bigint)`;
      chosen = choose(token, 'saddle-garnet-jasper-one');
      await bench.untilBlocked();
      await takeEffect(tx, proposal, { now: bench.now() });
    },
    { timeout: 60_000 },
  );
  expect(await chosen).toMatchObject({ verdict: 'yes' });
  expect(await steps(reset)).toMatchObject([{ subject: person.id }]);
});
