import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { readCursor } from '../lib/activity/cursor.ts';
import { listActivity } from '../lib/activity/list-activity.ts';
import { listHistory } from '../lib/activity/list-history.ts';
import { openPool } from '../lib/database/pool.ts';
import { withClient } from '../lib/database/roles.ts';
import { PrismaClient } from '../prisma/manager/client/client.ts';
import type { Databases } from './databases.ts';
import { type Figure, ratio } from './figure.ts';
import { median } from './load.ts';
import { fillSignIns } from './many-sign-ins.ts';

const [busyRows, fewRows] = [100_000, 10];
const [farPage, pageSize] = [1_000, 10];
const most = { kind: 'limit', most: 1.5 } as const;

/**
 * The first and the thousandth page of a customer with a hundred thousand entries, beside each other and beside the
 * page of a customer with ten, in a table of ten million. Pages of ten, so that each does the same work.
 */
export async function measureActivity(databases: Databases, seconds: number): Promise<Figure[]> {
  const [busy, few] = [randomUUID(), randomUUID()];
  await withClient(databases.ownerUrls.manager, async (client) => {
    const since = new Date(Date.now() - 15_000_000_000);
    await fillSignIns(client, { rows: seconds * 1_000_000, since }, async () => {
      await fillOne(client, busy, busyRows);
      await fillOne(client, few, fewRows);
    });
  });
  const db = new PrismaClient({ adapter: new PrismaPg(openPool(databases.managerUrl, 5)) });
  try {
    const figures: Figure[] = [];
    for (const [what, list] of Object.entries({ together: listHistory, each: listActivity })) {
      const page = (customerId: string, before?: string) => () =>
        list(db, { customerId, before: readCursor(before), limit: pageSize });
      const far = await walk((before) => page(busy, before)());
      const [first, last, small] = await times(seconds, [page(busy), page(busy, far), page(few)]);
      const beside = (name: string, value = Number.NaN) => ({ what: `${name}, ms`, value });
      figures.push(
        ratio(
          `page ${farPage} of ${busyRows}, failures ${what}, p50`,
          last ?? Number.NaN,
          'ms',
          beside('the first page', first),
          most,
        ),
        ratio(
          `the first page of ${busyRows}, failures ${what}, p50`,
          first ?? Number.NaN,
          'ms',
          beside(`of ${fewRows}`, small),
          most,
        ),
        ratio(
          `page ${farPage} of ${busyRows}, failures ${what}, p50`,
          last ?? Number.NaN,
          'ms',
          beside(`of ${fewRows}`, small),
          most,
        ),
      );
    }
    return figures;
  } finally {
    await db.$disconnect();
  }
}

/** Sign-ins, sign-outs and failures in twos, a minute apart: as they came, after those of everybody. */
async function fillOne(client: pg.Client, id: string, rows: number): Promise<void> {
  await client.query(
    `INSERT INTO customer (id, email, name, language) VALUES ($1::uuid, $1::text || '@example.com', 'B', 'en')`,
    [id],
  );
  await client.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
     SELECT $1::uuid, now() - (${rows} - n) * interval '1 minute',
       CASE n % 4 WHEN 1 THEN 'sign-out' ELSE 'sign-in' END, CASE WHEN n % 4 < 2 THEN 'yes' ELSE 'no' END,
       '20.1.' || n % 250 || '.7', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
     FROM generate_series(1, ${rows}) AS n`,
    [id],
  );
}

/** The cursor with which the far page begins. */
async function walk(page: (before: string | undefined) => Promise<{ older: string | undefined }>) {
  let before: string | undefined;
  for (let number = 1; number < farPage; number++) {
    before = (await page(before)).older;
    if (!before) throw new Error(`the history ended at page ${number}`);
  }
  return before;
}

/** The median of each, taken in turn, so that whatever else the machine does falls on all alike. */
async function times(seconds: number, reads: (() => Promise<unknown>)[]): Promise<number[]> {
  const taken: number[][] = reads.map(() => []);
  for (const read of reads) for (let run = 0; run < 20; run++) await read();
  for (const until = performance.now() + seconds * 1_000; performance.now() < until; ) {
    for (const [index, read] of reads.entries()) {
      const since = performance.now();
      await read();
      taken[index]?.push(performance.now() - since);
    }
  }
  return taken.map(median);
}
