import { performance } from 'node:perf_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { openPool } from '../lib/database/pool.ts';
import { withClient } from '../lib/database/roles.ts';
import { countSignIns } from '../lib/overview/count-sign-ins.ts';
import { listSources } from '../lib/overview/list-sources.ts';
import { readWindow, type Window, windowNames } from '../lib/overview/window.ts';
import { PrismaClient } from '../prisma/manager/client/client.ts';
import type { Databases } from './databases.ts';
import { type Figure, plain, ratio } from './figure.ts';
import { fillSignIns, spray } from './many-sign-ins.ts';

const runs = 20;
const limit = { kind: 'limit', most: 200 } as const;
const sprayed = 100_000;

/** What the overview of staff reads, among ten million sign-ins, beside counting the rows themselves. */
export async function measureOverview(databases: Databases, seconds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  await withClient(databases.ownerUrls.manager, async (client) => {
    const since = new Date(Date.now() - 15_000_000_000);
    await fillSignIns(client, { rows: seconds * 1_000_000, since }, () =>
      spray(client, {
        address: '198.51.100.1',
        since: new Date(Date.now() - 3 * 86_400_000),
        accounts: sprayed,
      }),
    );
    figures.push(plain('sign-ins brought into the counts', await countAll(client), 'a second'));
    await client.query('VACUUM ANALYZE sign_in_source, sign_in_hour, sign_in_uncounted');
  });
  const db = new PrismaClient({ adapter: new PrismaPg(openPool(databases.managerUrl, 5)) });
  try {
    for (const name of windowNames) {
      const window = readWindow(name, new Date());
      const { ms, yes } = await slowest(db, window);
      const peer = await withClient(databases.ownerUrls.manager, (client) => raw(client, window));
      if (yes !== peer.yes) throw new Error(`${yes} counted, and ${peer.yes} there`);
      const what = `sign-ins and sources of the last ${name}, p95 of ${runs}`;
      const beside = { what: 'counting the rows, ms', value: peer.ms };
      figures.push(
        ratio(what, ms, 'ms', beside),
        plain('the same, against the clock', ms, 'ms', limit),
      );
    }
    return figures;
  } finally {
    await db.$disconnect();
  }
}

// The migration's statement: what was filled in went past the trigger.
async function countAll(client: pg.Client): Promise<number> {
  await client.query(`
    INSERT INTO sign_in_uncounted (hour, network, yes, no)
    SELECT date_trunc('hour', at, 'UTC'), counted_network(ip, at),
      count(*) FILTER (WHERE outcome = 'yes'), count(*) FILTER (WHERE outcome = 'no')
    FROM activity WHERE kind = 'sign-in' GROUP BY 1, 2`);
  const since = performance.now();
  let [all, taken] = [0, 0];
  do {
    const { rows } = await client.query<{ taken: number }>('SELECT count_sign_ins(5000) AS taken');
    taken = rows[0]?.taken ?? 0;
    all += taken;
  } while (taken > 0);
  return (all * 1_000) / (performance.now() - since);
}

async function slowest(db: PrismaClient, window: Window): Promise<{ ms: number; yes: number }> {
  const times: number[] = [];
  let yes = 0;
  for (let run = 0; run < runs; run++) {
    const since = performance.now();
    const [steps] = await Promise.all([countSignIns(db, window), listSources(db, window)]);
    times.push(performance.now() - since);
    yes = steps.reduce((sum, step) => sum + step.yes, 0);
  }
  times.sort((a, b) => a - b);
  return { ms: times[Math.ceil(runs * 0.95) - 1] ?? Number.NaN, yes };
}

/** The same figures from the rows, as they would be had without counts. */
async function raw(client: pg.Client, { from, until }: Window) {
  const since = performance.now();
  const tally = `count(*) FILTER (WHERE outcome = 'yes')::int AS yes, count(*) FILTER (WHERE outcome = 'no')::int AS no`;
  const within = `kind IN ('sign-in', 'second-factor') AND at >= $1 AND at < $2`;
  const values = [from, until];
  const { rows } = await client.query<{ yes: number }>(
    `SELECT date_trunc('hour', at) AS hour, ${tally} FROM activity WHERE ${within} GROUP BY 1`,
    values,
  );
  await client.query(
    `SELECT network(set_masklen(ip, 24)), ${tally}, count(DISTINCT customer_id)
     FROM activity WHERE ${within} GROUP BY 1 ORDER BY count(*) DESC LIMIT 10`,
    values,
  );
  return { ms: performance.now() - since, yes: rows.reduce((sum, { yes }) => sum + yes, 0) };
}
