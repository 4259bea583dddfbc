import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bulkhead, openBulkhead } from './bulkhead.ts';
import { expectInvariants } from './invariants.ts';
import {
  newPassword,
  oldPassword,
  opens,
  type Person,
  takeOver,
  verify,
  wrongPassword,
} from './person.ts';
import { untilAnswered } from './strike.ts';

let bulkhead: Bulkhead;
let person: Person;

beforeAll(async () => {
  bulkhead = await openBulkhead();
});
beforeEach(async () => {
  person = await takeOver(bulkhead, false);
  expect(await opens(bulkhead, person, oldPassword)).toBe(true);
});
afterAll(() => bulkhead.stop());

/** Right and wrong questions while it is broken; and then that everything is as it was. */
async function ask(times: number) {
  const { subject, source } = person;
  const change = { subject, current: oldPassword, next: newPassword, source };
  const { manager } = bulkhead;
  const questions = {
    right: () => verify(bulkhead, person, oldPassword),
    wrong: () => verify(bulkhead, person, wrongPassword),
    changed: () => manager.ask('change-password', { ...change, current: wrongPassword }),
    described: () => manager.ask('describe-factors', { subject }),
  };
  const round = async () => {
    const answers = Object.entries(questions).map(async ([name, question]) => {
      const { verdict } = await question();
      return [name, verdict];
    });
    return Object.fromEntries(await Promise.all(answers)) as Record<keyof typeof questions, string>;
  };
  return Promise.all(Array.from({ length: times }, round));
}

async function expectMended() {
  await untilAnswered(bulkhead, person);
  expect(await opens(bulkhead, person, oldPassword)).toBe(true);
  await expectInvariants(bulkhead, person);
}

const unavailable = {
  right: 'unavailable',
  wrong: 'unavailable',
  changed: 'unavailable',
  described: 'unavailable',
};

test('a database that is down means no answer, and not one yes', async () => {
  bulkhead.proxy.refuse(true);
  bulkhead.proxy.cut();
  const answers = await ask(3);
  bulkhead.proxy.refuse(false);
  expect(answers).toEqual([unavailable, unavailable, unavailable]);
  await expectMended();
});

test('a database without a connection to spare means no answer, and not one yes', async () => {
  await bulkhead.sql('ALTER ROLE auth_app CONNECTION LIMIT 0');
  bulkhead.proxy.cut();
  const answers = await ask(3);
  await bulkhead.sql('ALTER ROLE auth_app CONNECTION LIMIT -1');
  expect(answers).toEqual([unavailable, unavailable, unavailable]);
  await expectMended();
});

test('a database that is slow makes answers late or none, and never a wrong one', async () => {
  bulkhead.proxy.slow(150);
  const answers = await ask(2);
  bulkhead.proxy.slow(0);
  for (const { right, wrong, changed } of answers) {
    expect(['yes', 'unavailable']).toContain(right);
    expect(['no', 'unavailable']).toContain(wrong);
    expect(['no', 'unavailable']).toContain(changed);
  }
  await expectMended();
});

test('a database that hangs means no answer in the end, and not one yes', async () => {
  const stuck = bulkhead.proxy.stretch([{ asked: 'subject' }]);
  const answers = ask(1);
  await stuck;
  expect(await answers).toEqual([unavailable]);
  bulkhead.proxy.cut();
  await expectMended();
});
