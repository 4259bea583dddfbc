import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Bulkhead, openBulkhead } from './bulkhead.ts';
import { expectInvariants } from './invariants.ts';
import { type Operation, operations } from './operations.ts';
import { takeOver } from './person.ts';
import {
  type Point,
  points,
  reach,
  strike,
  struckAt,
  untilAnswered,
  type Victim,
  victims,
} from './strike.ts';

let bulkhead: Bulkhead;

beforeAll(async () => {
  bulkhead = await openBulkhead();
});
afterAll(() => bulkhead.stop());

// The short form loses each operation's answer after its commit, and breaks one of them in every way.
const isShort = inject('faults') === 'short';
const inShortForm = (name: string, point: Point, victim: Victim) =>
  name === 'a changed password' || (point === 'after commit' && victim === 'their connection');

const cases = Object.entries(operations).flatMap(([name, operation]) =>
  points
    .filter((point) => operation.hashes || point.endsWith('commit'))
    .flatMap((point) => victims.map((victim) => ({ name, operation, point, victim })))
    // While it hashes, nothing is under way on the connection: losing it then loses nothing.
    .filter(({ point, victim }) => point !== 'during the hash' || victim !== 'their connection')
    .filter(({ point, victim }) => !isShort || inShortForm(name, point, victim)),
);

describe('what is not acknowledged happened once or not at all', () => {
  test.each(cases)('$name, $victim lost $point', ({ operation, point, victim }) =>
    lose(operation, point, victim),
  );
});

async function lose(operation: Operation, point: Point, victim: Victim) {
  const person = await takeOver(bulkhead, operation.secondFactor ?? false);
  const { ask, check } = await operation.prepare(bulkhead, person);
  const reached = reach(bulkhead, operation, point);
  const answer = ask();
  await reached;
  const mend = await strike(bulkhead, victim);
  expect(await answer).toEqual({ verdict: 'unavailable' });
  await mend();
  await untilAnswered(bulkhead, person);
  await check(struckAt[point]);
  await expectInvariants(bulkhead, person);
}

describe('the same question sent twenty times at once', () => {
  test.each(Object.entries(operations))(
    '%s: at most one yes is worth anything',
    async (name, operation) => {
      const person = await takeOver(bulkhead, operation.secondFactor ?? false);
      const { ask } = await operation.prepare(bulkhead, person);
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      const yes = answers.filter(({ verdict }) => verdict === 'yes').length;
      if (name === 'a sign-in') expect(yes).toBeGreaterThan(0);
      else expect(yes).toBe(1);
      await expectInvariants(bulkhead, person);
    },
  );
});
