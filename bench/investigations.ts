import { performance } from 'node:perf_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { openPool } from '../lib/database/pool.ts';
import { withClient } from '../lib/database/roles.ts';
import { parseIndicators } from '../lib/investigations/parse-indicators.ts';
import { traceIndicators } from '../lib/investigations/trace-indicators.ts';
import { PrismaClient } from '../prisma/manager/client/client.ts';
import type { Databases } from './databases.ts';
import { type Figure, plain, ratio } from './figure.ts';
import { fillSignIns, spray } from './many-sign-ins.ts';

const runs = 10;
// A spray over half of the customers is told, and not bound: it is the answer itself that is long.
const limit = { kind: 'limit', most: 1 } as const;
const entered = 200;
const incidents = { few: 400, many: 100_000 };

/** Who was touched by the addresses of an incident, among ten million sign-ins, beside reading them all. */
export async function measureInvestigations(
  databases: Databases,
  seconds: number,
): Promise<Figure[]> {
  await withClient(databases.ownerUrls.manager, (client) => fill(client, seconds * 1_000_000));
  const db = new PrismaClient({ adapter: new PrismaPg(openPool(databases.managerUrl, 5)) });
  try {
    const figures: Figure[] = [];
    for (const [name, sprayed] of Object.entries(incidents)) {
      const lines = [`198.51.100.${name === 'few' ? 1 : 2}`, '203.0.113.0/24'];
      const slowest = await slowestTrace(db, lines, sprayed);
      const peer = await withClient(databases.ownerUrls.manager, (client) =>
        readAll(client, lines),
      );
      const what = `accounts touched, ${sprayed.toLocaleString('en')} sprayed, slowest of ${runs}`;
      figures.push(ratio(what, slowest, 's', { what: 'reading every sign-in, s', value: peer }));
      if (name === 'few') {
        figures.push(plain('the same, against the clock', slowest, 's', limit));
      }
    }
    return figures;
  } finally {
    await db.$disconnect();
  }
}

async function slowestTrace(db: PrismaClient, lines: string[], sprayed: number): Promise<number> {
  const indicators = parseIndicators(lines.join('\n'));
  if ('bad' in indicators) throw new Error('the indicators are none');
  let slowest = 0;
  for (let run = 0; run < runs; run++) {
    const since = performance.now();
    const { counts } = await traceIndicators(db, { indicators, from: null, until: null }, 1_000);
    slowest = Math.max(slowest, (performance.now() - since) / 1_000);
    if (counts['first-try'] !== entered || counts.tried !== sprayed) {
      throw new Error(`another answer than what was planted: ${JSON.stringify(counts)}`);
    }
  }
  return slowest;
}

/** Sign-ins of everybody over half a year, and the attempts of two incidents. */
async function fill(client: pg.Client, rows: number): Promise<void> {
  await fillSignIns(client, { rows, since: new Date('2015-07-01') }, async () => {
    const since = new Date('2015-12-20');
    for (const [index, accounts] of Object.values(incidents).entries()) {
      const address = `198.51.100.${index + 1}`;
      await spray(client, { address, since, accounts, first: entered });
    }
    await client.query(`
      INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
      SELECT md5(n::text)::uuid, '2015-12-21'::timestamptz, 'sign-in', 'yes', '203.0.113.' || n, 'Mozilla/5.0'
      FROM generate_series(0, ${entered - 1}) AS n`);
  });
}

/** The plainest way to the matching rows: every one is read. */
async function readAll(client: pg.Client, [address, network]: string[]): Promise<number> {
  for (const way of ['indexscan', 'indexonlyscan', 'bitmapscan']) {
    await client.query(`SET enable_${way} = off`);
  }
  const since = performance.now();
  await client.query(
    `SELECT customer_id, count(*), bool_or(outcome = 'yes') FROM activity
     WHERE kind = 'sign-in' AND (ip = $1::inet OR ip << $2::inet) GROUP BY 1`,
    [address, network],
  );
  return (performance.now() - since) / 1_000;
}
