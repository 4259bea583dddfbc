import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { createTranslator } from 'use-intl/core';
import { beforeAll, expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { loadWords } from '../words/load-words.ts';
import { entryWords } from './entry-words.ts';
import { type ExportFormat, exportActivity } from './export-activity.ts';
import type { ActivityFilter } from './filter.ts';
import type { Activity } from './list-activity.ts';
import { recordActivity } from './record-activity.ts';

const { db, owner } = await openManagerBench(5);

const [ada, ben] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  for (const id of [ada, ben]) {
    await db.customer.create({
      data: { id, email: `${id}@example.com`, name: 'A', language: 'en' },
    });
  }
  // Forty entries a millisecond, so that a batch ends among them.
  await owner.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       SELECT CASE WHEN n % 2 = 0 THEN $2::uuid ELSE $1::uuid END,
         '2026-01-01'::timestamptz + (n / 80) * interval '1 ms', 'sign-in', 'yes', '8.8.8.8', n::text
       FROM generate_series(1, 5000) AS n`,
    [ada, ben],
  );
});

const t = createTranslator({ locale: 'en', messages: loadWords('en').activity });
const say = (entry: Activity) => entryWords(t as never, entry);

async function whole(customerId: string, format: ExportFormat, filter: ActivityFilter = {}) {
  let text = '';
  for await (const piece of exportActivity(db, { ...filter, customerId }, format, say))
    text += piece;
  return text;
}

test('the file has each of the customer’s entries once, newest first, and nobody else’s', async () => {
  const entries: Record<string, string>[] = JSON.parse(await whole(ada, 'json'));
  const numbers = entries.map(({ user_agent }) => Number(user_agent));
  expect(numbers).toEqual(Array.from({ length: 2_500 }, (_, index) => 4_999 - 2 * index));
  expect(entries[0]).toMatchObject({ event: 'sign-in', outcome: 'yes', country: 'US', detail: {} });
  expect(entries[0]).toMatchObject({ what: 'Sign-in', network: 'Google LLC', asn: 15169 });
  const rows: Record<string, string>[] = parse(await whole(ada, 'csv'), { columns: true });
  expect(rows.map(({ user_agent }) => Number(user_agent))).toEqual(numbers);
  expect(rows[0]?.at).toBe(entries[0]?.at);
});

test('of nothing, each is still a file of its form', async () => {
  const nothing = { kind: 'invited' } as const;
  expect(await whole(ada, 'csv', nothing)).toBe(
    'at,event,what,outcome,address,country,network,asn,user_agent,detail\r\n',
  );
  expect(JSON.parse(await whole(ada, 'json', nothing))).toEqual([]);
});

test('what a stranger wrote is no formula in a spreadsheet, and breaks no row', async () => {
  const userAgent = '=HYPERLINK("http://x.example","a"),b\r\nc';
  const source = { address: '203.0.113.9', userAgent };
  await recordActivity(db, { customerId: ben, kind: 'sign-in', outcome: 'no', source });
  const [row]: Record<string, string>[] = parse(await whole(ben, 'csv', { outcome: 'no' }), {
    columns: true,
  });
  expect(row?.user_agent).toBe(`'${userAgent}`);
});

test('what a network calls itself is no formula either', async () => {
  // Of data as it is: "-Reserved AS-".
  const source = { address: '8.33.224.1', userAgent: '' };
  await recordActivity(db, { customerId: ben, kind: 'sign-out', outcome: 'yes', source });
  const filter = { kind: 'sign-out' } as const;
  const [row] = parse(await whole(ben, 'csv', filter), { columns: true });
  expect(row).toMatchObject({ network: "'-Reserved AS-", asn: '394936' });
});

test('an entry says in words by what somebody signed in, and whom else an act concerned', async () => {
  const [customerId, source] = [randomUUID(), { address: '10.0.0.1', userAgent: '' }];
  const email = `${customerId}@example.com`;
  await db.customer.create({ data: { id: customerId, email, name: 'C', language: 'en' } });
  const did = (kind: Activity['kind'], detail: Record<string, string>) =>
    recordActivity(db, { customerId, kind, outcome: 'yes', source, detail });
  for (const method of ['password', 'mailed-code', 'totp', 'recovery-code', 'passkey', 'magic']) {
    await did('sign-in', { method });
  }
  await did('member-removed', { person: 'eve@example.com' });
  const said = [
    'Removed from the company’s account: eve@example.com',
    'Sign-in',
    'Sign-in (passkey)',
    'Sign-in (recovery code)',
    'Sign-in (authenticator)',
    'Sign-in (mailed code)',
    'Sign-in (password)',
  ];
  const rows: { what: string }[] = parse(await whole(customerId, 'csv'), { columns: true });
  expect(rows.map(({ what }) => what)).toEqual(said);
  const entries: { what: string }[] = JSON.parse(await whole(customerId, 'json'));
  expect(entries.map(({ what }) => what)).toEqual(said);
});
