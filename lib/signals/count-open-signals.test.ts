import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { countOpenSignals } from './count-open-signals.ts';

const { db, owner } = await openManagerBench(2);

const add = (pattern: string, subject: string, state = 'open') =>
  owner.query(
    `INSERT INTO signal (id, pattern, subject, state, events, first_at, last_at)
     VALUES ($1, $2, $3, $4, 1, now(), now())`,
    [randomUUID(), pattern, subject, state],
  );

test('open signals are counted by pattern, and closed ones are not', async () => {
  const none = {
    disowned: 0,
    'first-try': 0,
    'impossible-pace': 0,
    'many-accounts': 0,
    'many-sources': 0,
  };
  expect(await countOpenSignals(db)).toEqual(none);
  await add('many-accounts', '192.0.2.1');
  await add('many-accounts', '192.0.2.2');
  await add('many-accounts', '192.0.2.3', 'closed');
  await add('first-try', randomUUID());
  expect(await countOpenSignals(db)).toEqual({ ...none, 'many-accounts': 2, 'first-try': 1 });
});

test('a second one is never open of the same pattern and subject', async () => {
  await add('many-sources', 'one');
  await expect(add('many-sources', 'one')).rejects.toThrow('signal_open');
  await owner.query("UPDATE signal SET state = 'closed' WHERE subject = 'one'");
  await add('many-sources', 'one');
});
