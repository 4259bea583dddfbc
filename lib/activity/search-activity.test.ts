import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { loadWords } from '../words/load-words.ts';
import { readCursor } from './cursor.ts';
import { readSearch, searchWordsMax } from './search.ts';
import { searchActivity, searchedMax } from './search-activity.ts';

const { db, owner } = await openManagerBench(5);

const id = randomUUID();
beforeAll(async () => {
  await db.customer.create({
    data: { id, email: 'ada@example.com', name: 'Ada', language: 'en' },
  });
  await owner.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent) VALUES
       ($1, '2026-01-04', 'sign-in', 'yes', '203.0.113.9', 'Mozilla/5.0 (X11; Linux) Firefox/140.0'),
       ($1, '2026-01-03', 'sign-out', 'yes', '2001:db8::1', 'Mozilla/5.0 (Macintosh) Firefox/140.0'),
       ($1, '2026-01-02', 'password-changed', 'yes', '203.0.113.10', '100% _of_ a \\browser'),
       ($1, '2026-01-01', 'sign-in', 'no', '203.0.113.9', 'Mozilla/5.0 (X11; Linux) Chrome/140.0')`,
    [id],
  );
});

const words = loadWords('en').activity.kind;
async function find(text: string) {
  const { entries } = await searchActivity(db, { customerId: id, search: readSearch(text, words) });
  return entries.map(({ at }) => at.getUTCDate());
}

test.each([
  ['firefox', [4, 3]],
  ['FIREFOX linux', [4]],
  ['203.0.113', [4, 2, 1]],
  ['2001:DB8', [3]],
  ['sign-in', [4, 1]],
  ['password', [2]],
  ['sign-in chrome', [1]],
  ['100%', [2]],
  ['_of_', [2]],
  ['\\browser', [2]],
  ['%', [2]],
  ["' OR 1=1", []],
  ['opera', []],
])('%j finds what it says, as it stands', async (text, days) => {
  expect(await find(text)).toEqual(days);
});

test('nothing but spaces looks for nothing, and of very many words the first few count', () => {
  expect(readSearch('  \t ', words)).toBeUndefined();
  expect(readSearch('a '.repeat(50), words)).toHaveLength(searchWordsMax);
});

test('a kind is found by its name in the reader’s language', () => {
  const [word] = readSearch('connexion', loadWords('fr').activity.kind) ?? [];
  expect(word?.kinds).toContain('sign-in');
});

test('a page looks through so many entries, and the next goes on where it stopped, missing nothing', async () => {
  const other = randomUUID();
  await db.customer.create({
    data: { id: other, email: 'ben@example.com', name: 'Ben', language: 'en' },
  });
  await owner.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       SELECT $1, '2026-01-01'::timestamptz + n / 7 * interval '1 s', 'sign-in', 'no', '',
         CASE WHEN n % 5000 = 1 THEN 'needle' ELSE 'hay' END
       FROM generate_series(1, 25000) AS n`,
    [other],
  );
  const found: bigint[] = [];
  const pages: number[] = [];
  const search = readSearch('needle', words);
  for (let before: string | undefined = 'first'; before; ) {
    const page = await searchActivity(db, {
      customerId: other,
      search,
      before: readCursor(before),
    });
    found.push(...page.entries.map((entry) => entry.id));
    pages.push(page.entries.length);
    before = page.older;
  }
  expect(new Set(found).size).toBe(5);
  expect(found).toHaveLength(5);
  expect(pages).toHaveLength(Math.ceil(25_000 / searchedMax));
});
