import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabases } from '../testing/databases.ts';
import { insertLegacyCustomers, signInsFile } from '../testing/legacy-sign-ins.ts';
import { importSignIns } from './import-sign-ins.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'sign-ins-'));
let owner: pg.Pool;
let pool: pg.Pool;
beforeAll(async () => {
  const { manager } = await freshDatabases();
  owner = new pg.Pool({ connectionString: manager.ownerUrl, max: 2 });
  pool = new pg.Pool({ connectionString: manager.operatorUrl, max: 2 });
  await insertLegacyCustomers(owner);
});
afterAll(async () => {
  await Promise.all([owner.end(), pool.end()]);
  rmSync(dir, { recursive: true });
});
beforeEach(() => owner.query('TRUNCATE activity CASCADE'));

const rejectsFile = path.join(dir, 'rejects.csv');
const take = (file: string) => importSignIns({ pool, file, rejectsFile });
const header = 'at,email,ip,outcome,user_agent';
const known = 'zoe.fischer.0@example.net';
function write(...lines: string[]): string {
  const file = path.join(dir, 'some.csv');
  writeFileSync(file, `${[header, ...lines].join('\n')}\n`);
  return file;
}
const stored = async () =>
  (await owner.query('SELECT at, outcome, address, user_agent FROM activity ORDER BY id')).rows;
const count = async () =>
  (await owner.query('SELECT count(*)::int FROM activity')).rows[0].count as number;

describe('an import of sign-ins', () => {
  test('takes a whole log over into the histories of its customers, and again adds nothing', async () => {
    const lines = gunzipSync(readFileSync(signInsFile)).toString().trim().split('\n').length - 1;
    expect(await take(signInsFile)).toEqual({ imported: lines, present: 0, rejected: 0 });
    expect(await take(signInsFile)).toEqual({ imported: 0, present: lines, rejected: 0 });
    const { rows } = await owner.query(`
      SELECT kind, outcome, count(*)::int, count(ip)::int AS readable FROM activity
      GROUP BY 1, 2 ORDER BY 3`);
    expect(rows).toEqual([
      { kind: 'sign-in', outcome: 'no', count: 3_569, readable: 3_569 },
      { kind: 'sign-in', outcome: 'yes', count: 40_003, readable: 40_003 },
    ]);
  });

  test('of a part, and then of the whole, takes each row once', async () => {
    const rows = Array.from(
      { length: 5 },
      (_, n) => `2015-07-01T00:0${n}:00Z,${known},192.0.2.1,failed,curl/7`,
    );
    await take(write(...rows.slice(1, 3)));
    expect(await take(write(...rows))).toMatchObject({ imported: 3, present: 2 });
    expect(await count()).toBe(5);
  });

  test('counts attempts that are alike in one moment, and takes none of them twice', async () => {
    const row = `2015-07-01T00:00:00Z,${known},192.0.2.1,failed,curl/7`;
    const file = write(row, row, row, row.replace('curl/7', 'curl/8'));
    expect(await take(file)).toMatchObject({ imported: 4, present: 0 });
    expect(await take(file)).toMatchObject({ imported: 0, present: 4 });
  });

  test('run twice at once adds nothing twice', async () => {
    const file = write(
      ...Array.from(
        { length: 500 },
        (_, n) => `2015-07-01T00:00:00Z,${known},192.0.2.${n % 250},failed,x`,
      ),
    );
    const both = await Promise.all([
      take(file),
      importSignIns({ pool, file, rejectsFile: `${rejectsFile}.2` }),
    ]);
    expect(both[0].imported + both[1].imported).toBe(500);
    expect(await count()).toBe(500);
  });

  test('writes an address in one spelling, so that another one is no disguise', async () => {
    const at = '2015-07-01T00:00:00+02:00';
    await take(
      write(
        `${at},${known.toUpperCase()},::ffff:192.0.2.1,SUCCESSFUL,"a, ""b"""`,
        `${at},${known},2001:DB8:0:0::1,failed,`,
      ),
    );
    expect(await stored()).toEqual([
      {
        at: new Date('2015-06-30T22:00:00Z'),
        outcome: 'yes',
        address: '192.0.2.1',
        user_agent: 'a, "b"',
      },
      {
        at: new Date('2015-06-30T22:00:00Z'),
        outcome: 'no',
        address: '2001:db8::1',
        user_agent: '',
      },
    ]);
  });
});

describe('a row that cannot be taken', () => {
  test.each([
    ['yesterday', known, '192.0.2.1', 'failed', /^at is not a time/],
    ['2015-07-01T00:00:00', known, '192.0.2.1', 'failed', /^at is not a time/],
    ['2999-07-01T00:00:00Z', known, '192.0.2.1', 'failed', /^at is not a time/],
    ['2015-07-01T00:00:00Z', '', '192.0.2.1', 'failed', /^email is missing/],
    ['2015-07-01T00:00:00Z', 'a@b', '192.0.2.1', 'failed', /^email is malformed/],
    ['2015-07-01T00:00:00Z', known, '192.0.2.256', 'failed', /^ip is no/],
    ['2015-07-01T00:00:00Z', known, '192.0.02.1', 'failed', /^ip is no/],
    ['2015-07-01T00:00:00Z', known, 'fe80::1%eth0', 'failed', /^ip is no/],
    ['2015-07-01T00:00:00Z', known, '192.0.2.0/24', 'failed', /^ip is no/],
    ['2015-07-01T00:00:00Z', known, '192.0.2.1', 'maybe', /^outcome is neither/],
    [
      '2015-07-01T00:00:00Z',
      'nobody@example.com',
      '192.0.2.1',
      'failed',
      /^email belongs to no customer/,
    ],
  ])(
    '(%s, %s, %s, %s) is set aside with its line, and stops no other',
    async (at, email, ip, outcome, reason) => {
      const good = `2015-07-01T00:00:00Z,${known},192.0.2.9,successful,x`;
      const named: [number, string][] = [];
      const file = write(
        good,
        [at, email, ip, outcome, 'agent'].join(','),
        good.replace('.9', '.8'),
      );
      const summary = await importSignIns({
        pool,
        file,
        rejectsFile,
        onRejected: (line, why) => named.push([line, why]),
      });
      expect(summary).toEqual({ imported: 2, present: 0, rejected: 1, rejectsFile });
      expect(named).toEqual([[3, expect.stringMatching(reason)]]);
      const [head, row] = readFileSync(rejectsFile, 'utf8').split('\n');
      expect(head).toBe(`line,reason,${header}`);
      expect(row).toContain([at, email, ip, outcome, 'agent'].join(','));
    },
  );

  test('is taken from the rejects file once its customer is there', async () => {
    await take(write('2015-07-01T00:00:00Z,late@example.com,192.0.2.1,failed,x'));
    await owner.query(
      "INSERT INTO customer (id, email, name, language) VALUES (gen_random_uuid(), 'late@example.com', 'Late', 'en')",
    );
    const file = path.join(dir, 'again.csv');
    writeFileSync(file, readFileSync(rejectsFile));
    expect(await take(file)).toMatchObject({ imported: 1, rejected: 0 });
  });

  test.each([
    ['', 'The file is empty.'],
    ['at,email,ip\n', 'The header lacks outcome.'],
    ['at,email,ip,outcome,password\n', /column that is not known, number 5/],
  ])('a file that begins with %j is refused whole', async (text, message) => {
    const file = path.join(dir, 'headless.csv');
    writeFileSync(file, text);
    await expect(take(file)).rejects.toThrow(message);
    expect(await count()).toBe(0);
  });
});

test('an address that PostgreSQL cannot read keeps no sign-in from being recorded', async () => {
  await owner.query(
    `INSERT INTO activity (customer_id, kind, outcome, address, user_agent)
     SELECT id, 'sign-in', 'yes', 'no address', '' FROM customer LIMIT 1`,
  );
  expect((await owner.query('SELECT ip FROM activity')).rows).toEqual([{ ip: null }]);
});
