import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { openPool } from '../database/pool.ts';
import { withClient } from '../database/roles.ts';
import { freshDatabases } from '../testing/databases.ts';
import { addEntry, type EntryKind } from './add-entry.ts';
import { type Choice, chooseAccounts } from './choose-accounts.ts';
import { getInvestigation } from './get-investigation.ts';
import { attemptsMax } from './match-attempts.ts';
import { openInvestigation } from './open-investigation.ts';
import { parseIndicators } from './parse-indicators.ts';

let [db, ownerUrl, id]: [PrismaClient, string, string] = [] as never;
const bad = '198.51.100.7';
const people = ['entered', 'innocent', 'tried', 'told', 'staff'] as const;
type Name = (typeof people)[number];
const ids = Object.fromEntries(people.map((name) => [name, randomUUID()])) as Record<Name, string>;

beforeAll(async () => {
  const { manager } = await freshDatabases();
  ownerUrl = manager.ownerUrl;
  db = new PrismaClient({ adapter: new PrismaPg(openPool(manager.appUrl, 3)) });
  await db.customer.createMany({
    data: people.map((name) => ({
      ...{ id: ids[name], email: `${name}@example.com`, name, language: 'en' },
    })),
  });
  await attempt([
    ['entered', 'yes'],
    ['innocent', 'yes'],
    ['tried', 'no'],
  ]);
  const indicators = parseIndicators(bad);
  if ('bad' in indicators) throw new Error('no indicator');
  const question = { indicators, from: null, until: null };
  id = await openInvestigation(db, { title: 'January', staffId: ids.staff, question });
});
afterAll(() => db.$disconnect());

const attempt = (rows: [Name, string][]) =>
  withClient(ownerUrl, async (client) => {
    for (const [name, outcome] of rows) {
      await client.query(
        `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
         VALUES ($1, now(), 'sign-in', $2, $3, '')`,
        [ids[name], outcome, bad],
      );
    }
  });
const mark = (name: Name, kind: EntryKind) =>
  addEntry(db, { investigationId: id, customerId: ids[name], staffId: ids.staff, kind, note: '' });
async function choose(choice: Partial<Choice>) {
  const investigation = await getInvestigation(db, id);
  if (!investigation) throw new Error('no investigation');
  const chosen = await chooseAccounts(db, investigation, { verdicts: [], marks: [], ...choice });
  return chosen && people.filter((name) => chosen.includes(ids[name]));
}

test('accounts are chosen by verdict, by the newest mark, or by either, and cleared ones never', async () => {
  expect(await choose({ verdicts: ['first-try'] })).toEqual(['entered', 'innocent']);
  expect(await choose({ verdicts: ['first-try', 'tried'] })).toEqual([
    'entered',
    'innocent',
    'tried',
  ]);
  expect(await choose({})).toEqual([]);
  await mark('tried', 'suspicious');
  await mark('innocent', 'suspicious');
  // Told of by its owner: nothing was seen from the address.
  await mark('told', 'confirmed');
  expect(await choose({ marks: ['suspicious'] })).toEqual(['innocent', 'tried']);
  expect(await choose({ marks: ['suspicious', 'confirmed'], verdicts: ['first-try'] })).toEqual([
    ...['entered', 'innocent', 'tried', 'told'],
  ]);
  await mark('innocent', 'cleared');
  await mark('innocent', 'hold');
  expect(await choose({ marks: ['suspicious'], verdicts: ['first-try'] })).toEqual([
    'entered',
    'tried',
  ]);
  await mark('innocent', 'suspicious');
  expect(await choose({ marks: ['suspicious'] })).toEqual(['innocent', 'tried']);
});

test('nobody is chosen from an answer that is not whole', async () => {
  await withClient(ownerUrl, (client) =>
    client.query(
      `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       SELECT $1, now(), 'sign-in', 'no', $2, '' FROM generate_series(1, $3::int)`,
      [ids.tried, bad, attemptsMax],
    ),
  );
  expect(await choose({ verdicts: ['first-try'] })).toBeNull();
  expect(await choose({ marks: ['confirmed'] })).toEqual(['told']);
});
