import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readCursor } from '../activity/cursor.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { type ActQuery, type ListedAct, listActs } from './list-acts.ts';
import { lookUpCustomers } from './look-up-customers.ts';
import { viewCustomer } from './view-customer.ts';

const { db, owner, customer } = await openManagerBench();
const [sam, kim] = [await customer({ name: 'Sam' }), await customer({ name: 'Kim' })];

const view = (customer: string, options: { staff?: string; tell?: boolean } = {}) =>
  viewCustomer(db, { staff: options.staff ?? sam, customer, tell: options.tell ?? true });

const acts = (customerId: string) =>
  db.staffAct.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
const told = (customerId: string) =>
  db.activity.findMany({ where: { customerId, kind: 'staff-viewed' } });

async function withRefusedEntries(table: string, act: () => Promise<void>) {
  await owner.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no'; END $$`);
  await owner.query(`CREATE TRIGGER refuse BEFORE INSERT ON ${table}
    FOR EACH ROW EXECUTE FUNCTION refuse()`);
  await act();
  await owner.query('DROP FUNCTION refuse CASCADE');
}

describe('looking at a customer', () => {
  test('stands in the trail each time, and in their own history without a name or an address', async () => {
    const id = await customer({ name: 'Ada' });
    expect(await view(id)).toMatchObject({ id, name: 'Ada' });
    expect(await view(id)).toMatchObject({ id });
    expect(await acts(id)).toMatchObject([
      { staffId: sam, act: 'customer-viewed' },
      { staffId: sam, act: 'customer-viewed' },
    ]);
    const [entry, ...more] = await told(id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ outcome: 'yes', address: '', userAgent: '', detail: {} });
  });

  test('is told of once an hour for each who looks, however many pages they open at once', async () => {
    const id = await customer({ name: 'Ben' });
    await Promise.all(Array.from({ length: 10 }, () => view(id)));
    expect(await told(id)).toHaveLength(1);
    expect(await acts(id)).toHaveLength(10);
    await view(id, { staff: kim });
    expect(await told(id)).toHaveLength(2);
    await owner.query(
      `UPDATE staff_act SET at = at - interval '61 minutes' WHERE customer_id = $1`,
      [id],
    );
    await view(id);
    expect(await told(id)).toHaveLength(3);
  });

  test('is not told of where policy keeps it, and stands in the trail all the same', async () => {
    const id = await customer({ name: 'Cleo' });
    await view(id, { tell: false });
    expect(await told(id)).toEqual([]);
    expect(await acts(id)).toHaveLength(1);
    // A change of policy is heeded at once: what was kept before counts as nothing told.
    await view(id, { tell: true });
    expect(await told(id)).toHaveLength(1);
  });

  test('is nothing to tell of to oneself', async () => {
    await view(kim, { staff: kim });
    expect(await told(kim)).toEqual([]);
    expect(await acts(kim)).toHaveLength(1);
  });

  test.each(['staff_act', 'activity'])('shows nothing where %s takes no entry', async (table) => {
    const id = await customer({ name: 'Dan' });
    await withRefusedEntries(table, () => expect(view(id)).rejects.toThrow());
    expect([await acts(id), await told(id)]).toEqual([[], []]);
  });

  test.each(['', 'x', randomUUID()])('%j is nobody, and nothing to write down', async (id) => {
    const before = await db.staffAct.count();
    expect(await view(id)).toBeNull();
    expect(await db.staffAct.count()).toBe(before);
  });
});

describe('a search for customers', () => {
  const search = (wanted: string) => lookUpCustomers(db, { staff: sam, wanted });

  test('stands in the trail with what was searched for', async () => {
    await customer({ name: 'Elisabeth Searched' });
    const found = await search('Searched');
    expect(found.customers.map(({ name }) => name)).toEqual(['Elisabeth Searched']);
    const [act] = await db.staffAct.findMany({ orderBy: { id: 'desc' }, take: 1 });
    expect(act).toMatchObject({ act: 'customer-searched', detail: { wanted: 'Searched' } });
  });

  test.each(['x\0y', '\ud800', '"}]', ''])(
    'for %j is written down, and breaks nothing',
    async (typed) => {
      const before = await db.staffAct.count();
      await search(typed);
      expect(await db.staffAct.count()).toBe(before + 1);
    },
  );

  test('finds nobody where it cannot be written down', async () => {
    await withRefusedEntries('staff_act', () => expect(search('a')).rejects.toThrow());
  });
});

describe('the trail', () => {
  async function readAll(query: ActQuery) {
    const all: ListedAct[] = [];
    for (let before: string | undefined = 'first'; before; ) {
      const page = await listActs(db, { ...query, before: readCursor(before), limit: 7 });
      all.push(...page.acts);
      before = page.older;
    }
    return all;
  }

  test('is read whole, newest first, each entry once, however many share a moment', async () => {
    const customerId = await customer({ name: 'Finn' });
    await owner.query(
      `INSERT INTO staff_act (staff_id, act, customer_id, at)
       SELECT CASE WHEN n % 3 = 0 THEN $1::uuid ELSE $2::uuid END,
         CASE WHEN n % 2 = 0 THEN 'customer-viewed' ELSE 'reset-started' END, $3::uuid,
         '2026-01-01'::timestamptz + (n / 20) * interval '1 ms'
       FROM generate_series(1, 100) AS n`,
      [sam, kim, customerId],
    );
    const entries = await readAll({ customerId });
    expect(new Set(entries.map(({ id }) => id)).size).toBe(100);
    const sorted = [...entries].sort(
      (a, b) => b.at.getTime() - a.at.getTime() || Number(b.id - a.id),
    );
    expect(entries).toEqual(sorted);
    expect(entries[0]).toMatchObject({ customerName: 'Finn' });
    expect(await readAll({ customerId, staffId: sam, act: 'customer-viewed' })).toHaveLength(16);
    expect(await readAll({ customerId: randomUUID() })).toEqual([]);
    expect((await readAll({})).length).toBe(await db.staffAct.count());
  });

  test.each([
    'UPDATE staff_act SET act = act',
    'DELETE FROM staff_act',
    'TRUNCATE staff_act',
    'UPDATE staff_role_change SET role = role',
    'DELETE FROM staff_role_change',
  ])('is out of the manager’s reach: %s', async (statement) => {
    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied/);
  });
});
