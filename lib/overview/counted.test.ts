import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { openPool } from '../database/pool.ts';
import { insertSignIns } from '../operator/import/insert-sign-ins.ts';
import { freshDatabases } from '../testing/databases.ts';
import { countSignIns as count } from '../worker/tasks/count-sign-ins.ts';
import { countSignIns } from './count-sign-ins.ts';
import { listSources, readMax } from './list-sources.ts';
import { readWindow, windowNames } from './window.ts';

const hourMs = 3_600_000;
const customers = Array.from({ length: 12 }, () => randomUUID());
let [owner, operator]: [pg.Pool, pg.Pool] = [] as never;
let [manager, worker]: [PrismaClient, PrismaClient] = [] as never;
let workerUrl: string;

beforeAll(async () => {
  const { manager: urls } = await freshDatabases();
  const open = (url: string) => new PrismaClient({ adapter: new PrismaPg(openPool(url, 8)) });
  [manager, worker, workerUrl] = [open(urls.appUrl), open(urls.workerUrl), urls.workerUrl];
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 5 });
  operator = openPool(urls.operatorUrl, 2);
  await manager.customer.createMany({
    data: customers.map((id) => ({ id, email: `${id}@example.com`, name: id, language: 'en' })),
  });
});
afterAll(async () => {
  await Promise.all([manager, worker].map((client) => client.$disconnect()));
  await Promise.all([owner.end(), operator.end()]);
});
beforeEach(() =>
  owner.query('TRUNCATE activity, sign_in_uncounted, sign_in_hour, sign_in_source CASCADE'),
);

/** Sign-ins of the last weeks, and other things that happen, of which nobody is to take notice. */
function some(length: number, seed: number) {
  return Array.from({ length }, (_, n) => {
    const turn = n * 7 + seed * 13;
    const kind = (['sign-in', 'second-factor', 'sign-in', 'sign-out'] as const)[turn % 4];
    const address = turn % 5 ? `203.0.${turn % 3}.${turn % 11}` : `2001:db8:${turn % 4}::${n % 9}`;
    return {
      customerId: customers[turn % customers.length] ?? '',
      at: new Date(Date.now() - ((turn * 37) % 700) * hourMs),
      kind: kind ?? 'sign-in',
      outcome: turn % 3 && kind !== 'second-factor' ? 'yes' : 'no',
      address: turn % 29 ? address : 'unknown',
      userAgent: 'test',
    };
  });
}

/** What the counts must say, from the rows themselves. */
async function raw(name: (typeof windowNames)[number]) {
  const { from, until } = readWindow(name, new Date());
  const within = `(kind = 'sign-in' OR kind = 'second-factor' AND outcome = 'no') AND at >= $1 AND at < $2`;
  const tally = `count(*) FILTER (WHERE outcome = 'yes')::int AS yes, count(*) FILTER (WHERE outcome = 'no')::int AS no`;
  const values = [from, until];
  const hours = await owner.query(
    `SELECT date_trunc('hour', at) AS at, ${tally} FROM activity WHERE ${within} GROUP BY 1 ORDER BY 1`,
    values,
  );
  const sources = await owner.query(
    `SELECT network(set_masklen(ip, CASE family(ip) WHEN 4 THEN 24 ELSE 48 END))::text AS network, ${tally},
       count(DISTINCT customer_id)::int AS accounts, false AS "accountsAtLeast"
     FROM activity WHERE ip IS NOT NULL AND ${within} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 10`,
    values,
  );
  return { hours: hours.rows, sources: sources.rows };
}

async function expectRight() {
  for (const name of windowNames) {
    const window = readWindow(name, new Date());
    const expected = await raw(name);
    const steps = await countSignIns(manager, { ...window, stepHours: 1 });
    expect(steps.filter(({ yes, no }) => yes + no > 0)).toEqual(expected.hours);
    const sources = await listSources(manager, window);
    expect(sources.map(({ yes, no }) => yes + no)).toEqual(
      expected.sources.map(({ yes, no }) => yes + no),
    );
    for (const source of sources) expect(expected.sources).toContainEqual(source);
  }
}

const uncounted = async () =>
  (await owner.query('SELECT count(*)::int AS n FROM sign_in_uncounted')).rows[0].n as number;

describe('the counts of sign-ins', () => {
  test('are those of the rows before, while and after the worker counts', async () => {
    await manager.activity.createMany({ data: some(900, 1) });
    expect(await uncounted()).toBeGreaterThan(100);
    await expectRight();
    await owner.query('SELECT count_sign_ins(40)');
    await expectRight();
    await count({ database: worker });
    expect(await uncounted()).toBe(0);
    await expectRight();
    await manager.activity.createMany({ data: some(300, 2) });
    await expectRight();
  });

  test('lose nothing and count nothing twice, however often whoever counts dies', async () => {
    for (let round = 0; round < 12; round++) {
      await manager.activity.createMany({ data: some(50, round) });
      const dying = new pg.Client({ connectionString: workerUrl });
      dying.on('error', () => {});
      await dying.connect();
      const { rows } = await dying.query('SELECT pg_backend_pid() AS pid');
      await dying.query('BEGIN');
      await dying.query('SELECT count_sign_ins($1)', [20 + round]);
      await owner.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
      await expect(dying.query('COMMIT')).rejects.toThrow();
      if (round % 3 === 2) await count({ database: worker });
    }
    await expectRight();
    await count({ database: worker });
    await expectRight();
  });

  test('count each sign-in once, however many count at once while more come', async () => {
    const adding = Array.from({ length: 20 }, (_, n) =>
      manager.activity.createMany({ data: some(40, n) }),
    );
    const counting = Array.from({ length: 6 }, () => count({ database: worker }));
    await Promise.all([...adding, ...counting]);
    await expectRight();
    await count({ database: worker });
    expect(await uncounted()).toBe(0);
    await expectRight();
  });

  test('miss none whose transaction ends after later ones were counted, and have none that was undone', async () => {
    const insert = `INSERT INTO activity (customer_id, kind, outcome, address, user_agent)
      VALUES ($1, 'sign-in', $2, '203.0.113.9', 'test')`;
    const [late, undone] = [await owner.connect(), await owner.connect()];
    try {
      for (const client of [late, undone]) await client.query('BEGIN');
      await late.query(insert, [customers[0], 'yes']);
      await undone.query(insert, [customers[0], 'yes']);
      await owner.query(insert, [customers[1], 'no']);
      await count({ database: worker });
      await late.query('COMMIT');
      await undone.query('ROLLBACK');
    } finally {
      for (const client of [late, undone]) client.release();
    }
    await expectRight();
    await count({ database: worker });
    await expectRight();
    const [now] = (await countSignIns(manager, readWindow('24h', new Date()))).slice(-1);
    expect(now).toMatchObject({ yes: 1, no: 1 });
  });

  test('take in sign-ins of an older system at their own time, once', async () => {
    const ages = [2, 300, 20_000];
    const signIns = ages.flatMap((hours, age) =>
      Array.from({ length: 30 }, (_, n) => ({
        customerId: customers[n % 7] ?? '',
        row: {
          line: n,
          fields: [],
          email: '',
          at: new Date(Date.now() - hours * hourMs),
          outcome: n % 3 ? ('yes' as const) : ('no' as const),
          address: `198.51.100.${n}`,
          userAgent: '',
        },
        key: Buffer.from([age, n]),
      })),
    );
    expect(await insertSignIns(operator, signIns)).toBe(90);
    await count({ database: worker });
    expect(await insertSignIns(operator, signIns)).toBe(0);
    await expectRight();
    await count({ database: worker });
    await expectRight();
    const { rows } = await owner.query(
      'SELECT sum(yes)::int AS yes, sum(no)::int AS no FROM sign_in_hour',
    );
    expect(rows).toEqual([{ yes: 60, no: 30 }]);
  });

  test('hold no network of what is older than 31 days, nor by the hour than two', async () => {
    const at = (days: number) => new Date(Date.now() - days * 24 * hourMs);
    const data = [1, 3, 32, 400].map((days) => ({ ...some(1, 4)[0], at: at(days) }));
    await manager.activity.createMany({
      data: data.map((row) => ({ ...row, kind: 'sign-in', address: '203.0.113.5' })) as never,
    });
    const { rows: noted } = await owner.query(
      'SELECT count(network)::int AS n FROM sign_in_uncounted',
    );
    expect(noted).toEqual([{ n: 2 }]);
    await count({ database: worker });
    const spans = 'SELECT span, count(*)::int AS n FROM sign_in_source GROUP BY 1 ORDER BY 1';
    expect((await owner.query(spans)).rows).toEqual([
      { span: 'day', n: 2 },
      { span: 'hour', n: 1 },
    ]);
    // A month later, with nobody signing in.
    await owner.query(`UPDATE sign_in_source SET since = since - interval '31 days'`);
    await count({ database: worker });
    expect((await owner.query(spans)).rows).toEqual([]);
    expect((await owner.query('SELECT count(*)::int AS n FROM sign_in_hour')).rows).toEqual([
      { n: 4 },
    ]);
  });

  test('say “at least” of a source too busy to be read whole', async () => {
    await owner.query(
      `INSERT INTO activity (customer_id, kind, outcome, address, user_agent)
       SELECT ($1::uuid[])[1 + n % 12], 'sign-in', 'no', '203.0.113.' || n % 200, 'test'
       FROM generate_series(1, $2::int) AS n`,
      [customers, readMax + 5],
    );
    const [source] = await listSources(manager, readWindow('24h', new Date()));
    expect(source).toMatchObject({
      network: '203.0.113.0/24',
      no: readMax + 5,
      accountsAtLeast: true,
    });
    expect(source?.accounts).toBe(12);
  });

  test('can be written by nobody: the manager reads them, and the worker may only have them counted', async () => {
    for (const client of [manager, worker]) {
      for (const table of ['sign_in_uncounted', 'sign_in_hour', 'sign_in_source']) {
        await expect(client.$executeRawUnsafe(`UPDATE ${table} SET yes = 0`)).rejects.toThrow(
          /denied/,
        );
        await expect(client.$executeRawUnsafe(`DELETE FROM ${table}`)).rejects.toThrow(/denied/);
      }
    }
    await expect(manager.$queryRaw`SELECT count_sign_ins(1)`).rejects.toThrow(/denied/);
    await expect(worker.$queryRaw`SELECT * FROM activity`).rejects.toThrow(/denied/);
  });
});

test('the migration counts what was there before it', async () => {
  const folder = '../../prisma/manager/migrations/20261125090000_sign_ins_counted/migration.sql';
  const migration = readFileSync(path.resolve(import.meta.dirname, folder), 'utf8');
  await owner.query(`DROP TRIGGER activity_counted ON activity;
    DROP TABLE sign_in_uncounted, sign_in_hour, sign_in_source;
    DROP FUNCTION note_sign_ins(), count_sign_ins(int), counted_network(inet, timestamptz)`);
  await manager.activity.createMany({ data: some(500, 6) });
  await owner.query(migration);
  await manager.activity.createMany({ data: some(100, 7) });
  await expectRight();
  await count({ database: worker });
  await expectRight();
});

test.each([
  ['24h', '2026-11-24T14:00:00.000Z', '2026-11-25T14:00:00.000Z', 'hour'],
  ['7d', '2026-11-19T00:00:00.000Z', '2026-11-25T18:00:00.000Z', 'day'],
  ['30d', '2026-10-27T00:00:00.000Z', '2026-11-26T00:00:00.000Z', 'day'],
])(
  'the window %s begins with a whole hour or day and ends with the step under way, in UTC',
  (name, from, until, span) => {
    const window = readWindow(name, new Date('2026-11-25T13:59:59.999Z'));
    expect(window).toMatchObject({ name, from: new Date(from), until: new Date(until), span });
  },
);

test.each([undefined, ['7d', '7d'], '8d', '__proto__', ''])(
  '%j for a window means a day',
  (value) => {
    expect(readWindow(value, new Date()).name).toBe('24h');
  },
);
