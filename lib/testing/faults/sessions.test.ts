import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Bulkhead, openBulkhead } from './bulkhead.ts';
import { expectInvariants, expectSessionsJournalled } from './invariants.ts';
import { oldPassword, opens, type Person, takeOver } from './person.ts';
import { strike, untilAnswered, victims } from './strike.ts';

const rounds = inject('faults') === 'all' ? 8 : 1;
let bulkhead: Bulkhead;
let person: Person;

beforeAll(async () => {
  bulkhead = await openBulkhead();
  person = await takeOver(bulkhead, false);
  expect(await opens(bulkhead, person, oldPassword)).toBe(true);
  await bulkhead.managerSql(
    `INSERT INTO customer (id, email, name, language) VALUES ($1, $2, 'Somebody', 'en')`,
    [person.subject, person.email],
  );
});
afterAll(() => bulkhead.stop());

function startManager() {
  const { socketPath, callerKeyFile, managerUrl } = bulkhead;
  const args = [socketPath, callerKeyFile, managerUrl, person.email, oldPassword];
  const child = fork(path.join(import.meta.dirname, 'sign-in-forever.ts'), args);
  /** Resolves when it has said `word` once more. */
  const said = async (word: string) => {
    for (;;) if ((await once(child, 'message'))[0] === word) return;
  };
  const kill = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return { said, kill };
}

test('the manager killed between a grant and its session leaves no session without a journalled yes', async () => {
  for (let round = 0; round < rounds; round++) {
    const manager = startManager();
    await manager.said('session');
    await manager.said('redeemed');
    await manager.kill();
  }
  expect(await expectSessionsJournalled(bulkhead)).toBeGreaterThan(0);
  await expectInvariants(bulkhead, person);
});

test.each(victims)(
  '%s lost under sign-ins leaves no session without a journalled yes',
  async (victim) => {
    const manager = startManager();
    for (let round = 0; round < rounds; round++) {
      await manager.said('session');
      const mend = await strike(bulkhead, victim);
      await mend();
      await untilAnswered(bulkhead, person);
    }
    await manager.said('session');
    await manager.kill();
    expect(await expectSessionsJournalled(bulkhead)).toBeGreaterThan(0);
    await expectInvariants(bulkhead, person);
  },
);
