import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { parseIndicators } from '../investigations/parse-indicators.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { addEntry } from './add-entry.ts';
import { getSignal } from './get-signal.ts';
import { listSignals, pageSize } from './list-signals.ts';
import { questionOf } from './question-of.ts';

const { db, owner, customer } = await openManagerBench();
const [staffId, customerId] = [await customer({ name: 'Sam' }), await customer({ name: 'Cleo' })];
beforeEach(async () => {
  await owner.query('TRUNCATE signal_event, signal_entry, signal, staff_act');
});

async function newSignal(
  pattern = 'first-try',
  subject: string = customerId,
  of: string | null = customerId,
) {
  const id = randomUUID();
  await owner.query(
    `INSERT INTO signal (id, pattern, subject, customer_id, events, first_at, last_at)
     VALUES ($1, $2, $3, $4, 1, '2026-05-06T07:08:09Z', '2026-05-06T07:09:10Z')`,
    [id, pattern, subject, of],
  );
  return id;
}
const entry = (signalId: string, kind: Parameters<typeof addEntry>[1]['kind'], note = 'why') =>
  addEntry(db, { signalId, staffId, kind, note });

test('what staff say of a signal stands in its entries and in the trail, under the customer', async () => {
  const id = await newSignal();
  expect(await entry(id, 'suspicious', '')).toBe(true);
  expect(await entry(id, 'cleared')).toBe(true);
  const signal = await getSignal(db, id);
  expect(signal?.entries.map(({ kind, staff }) => [kind, staff.name])).toEqual([
    ['suspicious', 'Sam'],
    ['cleared', 'Sam'],
  ]);
  expect((await listSignals(db, { page: 1 })).signals).toMatchObject([
    { id, state: 'open', mark: 'cleared' },
  ]);
  expect(await db.staffAct.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { act: 'signal-recorded', staffId, customerId, detail: { signal: id, kind: 'suspicious' } },
    { act: 'signal-recorded', staffId, customerId, detail: { signal: id, kind: 'cleared' } },
  ]);
});

test('of ten who close a signal at once one does, and nothing is added afterwards', async () => {
  const id = await newSignal();
  const closed = await Promise.all(Array.from({ length: 10 }, () => entry(id, 'closed')));
  expect(closed.filter(Boolean)).toHaveLength(1);
  expect(await entry(id, 'note')).toBe(false);
  const signal = await getSignal(db, id);
  expect(signal).toMatchObject({ state: 'closed', entries: [{ kind: 'closed', note: 'why' }] });
  expect(await db.staffAct.count()).toBe(1);
});

test('without its entry in the trail, no act stands', async () => {
  const id = await newSignal();
  const nobody = { signalId: id, staffId: randomUUID(), kind: 'closed', note: 'why' } as const;
  await expect(addEntry(db, nobody)).rejects.toThrow();
  expect(await getSignal(db, id)).toMatchObject({ state: 'open', entries: [] });
});

test('the database takes no note and no closing without words', async () => {
  const id = await newSignal();
  await expect(entry(id, 'note', '')).rejects.toThrow();
  await expect(entry(id, 'closed', '')).rejects.toThrow();
});

test.each([
  "UPDATE signal_entry SET note = ''",
  'DELETE FROM signal_entry',
  'DELETE FROM signal',
  "UPDATE signal SET subject = ''",
  'UPDATE signal SET events = 1',
  'DELETE FROM signal_event',
  'DELETE FROM sign_in_unwatched',
])('the panel may not: %s', async (sql) => {
  await expect(db.$executeRawUnsafe(sql)).rejects.toThrow('permission denied');
});

test('open signals come first, then what was last seen, a page at a time, by pattern and state', async () => {
  for (let n = 0; n <= pageSize; n++) await newSignal('many-accounts', `192.0.2.${n}/32`, null);
  const id = await newSignal();
  await entry(id, 'closed');
  const first = await listSignals(db, { page: 1 });
  expect(first.signals).toHaveLength(pageSize);
  expect(first.isMore).toBe(true);
  const second = await listSignals(db, { page: 2 });
  expect(second.signals.map(({ state }) => state)).toEqual(['open', 'closed']);
  expect(second.isMore).toBe(false);
  const some = await listSignals(db, { page: 1, pattern: 'first-try', state: 'closed' });
  expect(some.signals.map((signal) => signal.id)).toEqual([id]);
  expect((await listSignals(db, { page: 1, pattern: 'first-try', state: 'open' })).signals).toEqual(
    [],
  );
});

test('what an investigation of it would ask can be read as indicators, and spans it', async () => {
  const id = await newSignal();
  await owner.query(
    `WITH seen AS (
       INSERT INTO activity (customer_id, kind, outcome, address, user_agent)
       SELECT $2, 'sign-in', 'yes', unnest(ARRAY['192.0.2.1', '2001:db8::1', '192.0.2.1']), 'x' RETURNING id
     ) INSERT INTO signal_event SELECT $1, id FROM seen`,
    [id, customerId],
  );
  const signal = await getSignal(db, id);
  const question = signal && questionOf(signal);
  expect(question).toEqual({
    indicators: '192.0.2.1\n2001:db8::1',
    from: '2026-05-06T07:08',
    until: '2026-05-06T07:10',
  });
  expect(parseIndicators(question?.indicators ?? '')).toMatchObject({ lines: { length: 2 } });
  const network = await getSignal(db, await newSignal('many-accounts', '192.0.2.1/32', null));
  expect(network && questionOf(network).indicators).toBe('192.0.2.1/32');
});

test('what is no id is no signal', async () => {
  expect(await getSignal(db, "' OR 1=1")).toBeNull();
  expect(await getSignal(db, randomUUID())).toBeNull();
});
