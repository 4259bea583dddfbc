import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { readCursor } from './cursor.ts';
import type { ActivityKind, Outcome } from './kinds.ts';
import { type Activity, listActivity } from './list-activity.ts';
import { recordActivity } from './record-activity.ts';

const { db, owner, customer } = await openManagerBench(5);
const [ada, ben] = [await customer(), await customer()];
const source = { address: '203.0.113.9', userAgent: 'test' };

beforeAll(async () => {
  // Twenty entries a millisecond: order by time alone would skip or repeat some.
  await owner.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       SELECT CASE WHEN n % 3 = 0 THEN $2::uuid ELSE $1::uuid END,
              '2026-01-01'::timestamptz + (n / 20) * interval '1 ms',
              CASE WHEN n % 2 = 0 THEN 'sign-in' ELSE 'sign-out' END,
              CASE WHEN n % 5 = 0 THEN 'no' ELSE 'yes' END, '203.0.113.9', 'test'
       FROM generate_series(1, 600) AS n`,
    [ada, ben],
  );
});

async function readAll(query: { customerId: string; kind?: ActivityKind; outcome?: Outcome }) {
  const all: Activity[] = [];
  for (let before: string | undefined = 'first'; before; ) {
    const page = await listActivity(db, { ...query, before: readCursor(before), limit: 7 });
    all.push(...page.entries);
    before = page.older;
  }
  return all;
}

describe('an account’s history', () => {
  test('is read whole, newest first, each entry once, however many share a moment', async () => {
    const entries = await readAll({ customerId: ada });
    expect(entries).toHaveLength(400);
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(400);
    const sorted = [...entries].sort(
      (a, b) => b.at.getTime() - a.at.getTime() || Number(b.id - a.id),
    );
    expect(entries).toEqual(sorted);
  });

  test('never shows an entry of somebody else’s, not even by their cursor', async () => {
    const own = new Set((await readAll({ customerId: ben })).map((entry) => entry.id));
    const page = await listActivity(db, { customerId: ada, limit: 50 });
    const foreign = await listActivity(db, { customerId: ben, before: readCursor(page.older) });
    expect(foreign.entries.length).toBeGreaterThan(0);
    for (const entry of foreign.entries) expect(own.has(entry.id)).toBe(true);
  });

  test('is filtered by kind and outcome', async () => {
    const entries = await readAll({ customerId: ada, kind: 'sign-in', outcome: 'no' });
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) expect([entry.kind, entry.outcome]).toEqual(['sign-in', 'no']);
  });

  test.each([
    '',
    'x',
    '1',
    '1.2.3',
    '99999999999999999.1',
    '1.99999999999999999999',
    "1.1' OR 1=1",
  ])('takes %j for no cursor at all', (value) => expect(readCursor(value)).toBeUndefined());

  test('shows a reset of everyone in the history of each who was there, in its place', async () => {
    const startedBy = ada;
    const cutoff = new Date(Date.now() + 60_000);
    await db.reset.create({
      data: { id: randomUUID(), scope: 'all', state: 'active', cutoff, reason: 'x', startedBy },
    });
    await recordActivity(db, { customerId: ben, kind: 'sign-in', outcome: 'yes', source });
    for (const customerId of [ada, ben]) {
      const { entries } = await listActivity(db, { customerId, limit: 2 });
      expect(entries[0]).toMatchObject({ kind: 'forced-reset', at: cutoff });
    }
    const later = await customer({ createdAt: new Date(cutoff.getTime() + 1) });
    expect((await listActivity(db, { customerId: later })).entries).toEqual([]);
    expect(
      (await readAll({ customerId: ada })).filter((e) => e.kind === 'forced-reset'),
    ).toHaveLength(1);
  });

  test('shows a reset of some in their histories and in no other, and once where it was written into them', async () => {
    const cutoff = new Date(Date.now() + 120_000);
    const id = randomUUID();
    await db.reset.create({
      data: { id, scope: 'subjects', state: 'active', cutoff, reason: 'x', startedBy: ben },
    });
    await db.resetSubject.create({ data: { resetId: id, customerId: ada } });
    const shown = async (customerId: string) =>
      (await readAll({ customerId })).filter(({ at }) => at.getTime() === cutoff.getTime());
    const entry = { kind: 'forced-reset', address: '', detail: { scope: 'subjects' } };
    expect(await shown(ada)).toMatchObject([entry]);
    expect(await shown(ben)).toEqual([]);
    await db.activity.create({
      data: {
        ...{ customerId: ada, at: cutoff, kind: 'forced-reset', outcome: 'yes' },
        ...{ address: '', userAgent: '', detail: { scope: 'subjects' } },
      },
    });
    expect(await shown(ada)).toMatchObject([entry]);
  });
});
