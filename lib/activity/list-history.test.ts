import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { readCursor } from './cursor.ts';
import { type Activity, type ActivityQuery, listActivity } from './list-activity.ts';
import { countedMax, type HistoryItem, listHistory } from './list-history.ts';

const { db, owner, customer } = await openManagerBench(5);

/** Entries a second apart, oldest first: `+` a sign-in, `x` a failed one, `c` a failed code, `o` a sign-out. */
async function living(story: string, apartMs = 1_000): Promise<string> {
  const id = await customer();
  await owner.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       SELECT $1, '2026-01-01'::timestamptz + n / $3::bigint * $3 * interval '1 ms',
         CASE event WHEN 'c' THEN 'second-factor' WHEN 'o' THEN 'sign-out' ELSE 'sign-in' END,
         CASE WHEN event IN ('x', 'c') THEN 'no' ELSE 'yes' END, '203.0.113.' || n % 3, 'test'
       FROM (SELECT event, place * 1000 AS n FROM regexp_split_to_table($2, '') WITH ORDINALITY AS t (event, place)) e`,
    [id, story, apartMs],
  );
  return id;
}

async function readAll(query: ActivityQuery): Promise<HistoryItem[]> {
  const all: HistoryItem[] = [];
  for (let before: string | undefined = 'first'; before; ) {
    const page = await listHistory(db, { ...query, before: readCursor(before) });
    if (before !== 'first') expect(page.items.length).toBeGreaterThan(0);
    all.push(...page.items);
    before = page.older;
  }
  return all;
}

const tell = (items: HistoryItem[]) =>
  items.map(({ failures, kind, outcome }) =>
    failures ? `${failures.count} from ${failures.addresses}` : `${kind} ${outcome}`,
  );
const yes = 'sign-in yes';

test('failed attempts in a row are one item, a single one is itself, and what lies between parts them', async () => {
  const items = await readAll({ customerId: await living('xx+xcx+oxo') });
  expect(tell(items)).toEqual([
    'sign-out yes',
    'sign-in no',
    'sign-out yes',
    yes,
    '3 from 3',
    yes,
    '2 from 2',
  ]);
  const run = items[4];
  expect(run?.failures?.since.getTime()).toBe((run?.at.getTime() ?? 0) - 2_000);
});

test('a page of history is one question to the database', async () => {
  const customerId = await living('xx+xcx+oxo');
  const query = vi.spyOn(pg.Client.prototype, 'query');
  const { items } = await listHistory(db, { customerId });
  const asked = query.mock.calls.length;
  query.mockRestore();
  expect(items).toHaveLength(7);
  expect(asked).toBe(1);
});

const isFailure = ({ kind, outcome }: Activity) =>
  outcome === 'no' && (kind === 'sign-in' || kind === 'second-factor');

/** The same, put together by hand from each entry. */
async function byHand(query: ActivityQuery) {
  const told: string[] = [];
  let run: Activity[] = [];
  const endRun = () => {
    const addresses = new Set(run.map(({ address }) => address)).size;
    if (run.length > 1) told.push(`${run.length} from ${addresses}`);
    else for (const { kind, outcome } of run) told.push(`${kind} ${outcome}`);
    run = [];
  };
  for (let before: string | undefined = 'first'; before; ) {
    const page = await listActivity(db, { ...query, before: readCursor(before) });
    for (const entry of page.entries) {
      if (isFailure(entry)) run.push(entry);
      else {
        endRun();
        told.push(`${entry.kind} ${entry.outcome}`);
      }
    }
    before = page.older;
  }
  endRun();
  return told;
}

const stories = [
  { of: 'nothing', story: 'x', page: 1 },
  { of: 'failures alone', story: 'x'.repeat(60), page: 5 },
  { of: 'no failures', story: '+o'.repeat(20), page: 7 },
  { of: 'pages that end beside a run', story: '+xx'.repeat(40), page: 4 },
  { of: 'pages that end before a run', story: 'xx+'.repeat(40), page: 4 },
  { of: 'all sorts', story: '+x+xxcoxo++xxxxcc+oxxo+cx+'.repeat(8), page: 3 },
  { of: 'whole pages', story: '+'.repeat(50), page: 50 },
];
test.each(stories)(
  'a history of $of is read whole, page by page, nothing twice',
  async ({ story, page }) => {
    for (const apartMs of [1_000, 7_000]) {
      const customerId = await living(story, apartMs);
      expect(tell(await readAll({ customerId, limit: page }))).toEqual(
        await byHand({ customerId }),
      );
      const filter = {
        customerId,
        from: new Date('2026-01-01T00:00:05Z'),
        network: '203.0.113.0/31',
      };
      expect(tell(await readAll({ ...filter, limit: page }))).toEqual(await byHand(filter));
    }
  },
);

test('of a flood no more is counted than the bound, and the page says that there are more', async () => {
  const flooded = await living(`+${'x'.repeat(5_000)}+`);
  const items = await readAll({ customerId: flooded });
  expect(items.map(({ failures }) => failures?.count ?? 1)).toEqual([1, countedMax + 1, 1]);
});

test('nothing of anybody else’s is counted, whatever the cursor says', async () => {
  const [own, other] = [await living('x+x'), await living('xxxx+xxxx')];
  const { items } = await listHistory(db, { customerId: other, limit: 1 });
  const last = items.at(-1);
  const page = await listHistory(db, {
    customerId: own,
    before: last && { at: last.at, id: last.id },
  });
  expect(tell(page.items)).toEqual(['sign-in no', yes, 'sign-in no']);
});
