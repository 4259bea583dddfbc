import { beforeAll, expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { addEntry, type EntryKind } from './add-entry.ts';
import { type Choice, chooseAccounts } from './choose-accounts.ts';
import { getInvestigation } from './get-investigation.ts';
import { attemptsMax } from './match-attempts.ts';
import { openInvestigation } from './open-investigation.ts';
import { parseIndicators } from './parse-indicators.ts';

const { db, owner, people } = await openManagerBench(3);
const bad = '198.51.100.7';
const names = ['entered', 'innocent', 'tried', 'told', 'staff'] as const;
type Name = (typeof names)[number];
const ids = await people(names);
let id = '';

beforeAll(async () => {
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

const attempt = (rows: [Name, string][]) =>
  db.activity.createMany({
    data: rows.map(([name, outcome]) => ({
      ...{ customerId: ids[name], kind: 'sign-in', outcome, address: bad, userAgent: '' },
    })),
  });
const mark = (name: Name, kind: EntryKind) =>
  addEntry(db, { investigationId: id, customerId: ids[name], staffId: ids.staff, kind, note: '' });
async function choose(choice: Partial<Choice>) {
  const investigation = await getInvestigation(db, id);
  if (!investigation) throw new Error('no investigation');
  const chosen = await chooseAccounts(db, investigation, { verdicts: [], marks: [], ...choice });
  return chosen && names.filter((name) => chosen.includes(ids[name]));
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
  await owner.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       SELECT $1, now(), 'sign-in', 'no', $2, '' FROM generate_series(1, $3::int)`,
    [ids.tried, bad, attemptsMax],
  );
  expect(await choose({ verdicts: ['first-try'] })).toBeNull();
  expect(await choose({ marks: ['confirmed'] })).toEqual(['told']);
});
