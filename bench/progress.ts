import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import { openPool } from '../lib/database/pool.ts';
import { withClient } from '../lib/database/roles.ts';
import { chartReset } from '../lib/resets/chart-reset.ts';
import { closeReset } from '../lib/resets/close-reset.ts';
import { describeReset } from '../lib/resets/describe-reset.ts';
import type { Door } from '../lib/resets/door.ts';
import { listProgress } from '../lib/resets/list-progress.ts';
import { writeProgress } from '../lib/resets/write-progress.ts';
import { PrismaClient } from '../prisma/manager/client/client.ts';
import { fillAuth, fillManager } from './crowd.ts';
import type { Databases } from './databases.ts';
import { type Figure, plain } from './figure.ts';
import { openInstallation } from './installation.ts';

const many = 1_000_000;
const second = { kind: 'limit', most: 1_000 } as const;
const cutoff = new Date(Date.now() + 60_000);

/** A look at the progress of a reset of a million who were all told, opened the link and are done; its closing, its file. */
export async function measureProgress(databases: Databases): Promise<Figure[]> {
  const installation = await openInstallation(databases.authUrl, 10);
  const db = new PrismaClient({ adapter: new PrismaPg(openPool(databases.managerUrl, 4)) });
  try {
    const reset = { id: randomUUID(), scope: 'all', cutoff };
    const staff = await fill(databases, reset.id);
    const door = { db, ask: installation.manager.ask };
    const now = new Date(cutoff.getTime() + 3_600_000);
    const counts = await slowest(async () => {
      const { mails, passwords } = await describeReset(door, reset.id);
      if (mails.sent !== many || passwords?.done !== many) throw new Error('counted wrong');
    });
    const curve = await slowest(async () => {
      const { told, opened, done } = await chartReset(door, reset, now);
      for (const line of [told, opened, done]) {
        if (line?.at(-1) !== many) throw new Error('drawn wrong');
      }
    });
    const file = await timed(() => writeFile(door, reset));
    const closed = await timed(async () => {
      if ((await closeReset(db, { reset: reset.id, staff })) !== 'done')
        throw new Error('left open');
    });
    return [
      plain('counts of a reset of a million, slowest of 5', counts, 'ms', second),
      plain('its curve, slowest of 5', curve, 'ms', second),
      plain('closing it', closed, 'ms', second),
      plain('its file', file, 'ms'),
    ];
  } finally {
    await db.$disconnect();
    await installation.stop();
  }
}

async function writeFile(door: Door, reset: Parameters<typeof listProgress>[1]) {
  let lines = 0;
  for await (const piece of writeProgress(listProgress(door, reset))) {
    lines += piece.split('\r\n').length - 1;
  }
  if (lines !== many + 1) throw new Error(`the file has ${lines} lines`);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await act();
  return performance.now() - since;
}

async function slowest(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run++) times.push(await timed(act));
  return Math.max(...times);
}

/** @returns one of them, in whose name things are done. */
async function fill({ ownerUrls }: Databases, reset: string): Promise<string> {
  await withClient(ownerUrls.auth, async (client) => {
    await fillAuth(client, many);
    // Checking each row of a million against others is not what is measured.
    await client.query("SET session_replication_role = 'replica'");
    const facts = [reset, cutoff, randomUUID()];
    await client.query(
      `INSERT INTO reset_proposal (id, scope, reason, started_by, proposed_at) VALUES ($1, 'all', 'x', $3, $2)`,
      facts,
    );
    await client.query(
      `INSERT INTO reset (id, scope, reason, started_by, cutoff) VALUES ($1, 'all', 'x', $3, $2)`,
      facts,
    );
    await client.query(
      `INSERT INTO reset_step SELECT $1, id, step, $2::timestamptz + random() * interval '1 hour'
       FROM subject, unnest('{opened,done}'::text[]) step`,
      facts.slice(0, 2),
    );
    await client.query(`UPDATE password SET set_at = $1`, [cutoff]);
    await client.query('VACUUM ANALYZE');
  });
  return withClient(ownerUrls.manager, async (client) => {
    await fillManager(client, many);
    await client.query("SET session_replication_role = 'replica'");
    const { rows } = await client.query<{ id: string }>('SELECT id FROM customer LIMIT 1');
    const staff = rows[0]?.id ?? '';
    await client.query(
      `INSERT INTO reset (id, scope, state, reason, started_by, cutoff) VALUES ($1, 'all', 'active', 'x', $2, $3)`,
      [reset, staff, cutoff],
    );
    await client.query(
      `INSERT INTO reset_notice (reset_id, customer_id, claimed_at, sent_at)
       SELECT $1, id, $2, $2::timestamptz + random() * interval '1 hour' FROM customer`,
      [reset, cutoff],
    );
    await client.query('VACUUM ANALYZE');
    return staff;
  });
}
