import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { withClient } from '../lib/database/roles.ts';
import type { Databases } from './databases.ts';
import { type Figure, ratio } from './figure.ts';
import { importCustomers, newCustomers, openInstallation } from './installation.ts';

/** Sealing every row anew under another key, beside as many bare updates of one row each. */
export async function measureRotation(databases: Databases, seconds: number): Promise<Figure[]> {
  const rows = seconds * 500;
  const installation = await openInstallation(databases.authUrl, 10);
  try {
    const { operator } = installation;
    for (let done = 0; done < rows; done += 500) await importCustomers(operator, newCustomers(500));
    const begun = await operator.ask('rotate-keys', { kind: 'key-encryption' });
    if (begun.verdict !== 'yes') throw new Error('the rotation was refused');
    let rate = 0;
    for (let since = 0, from = 0; rate === 0; await wait(20)) {
      const told = await operator.ask('describe-keys', { count: false });
      if (told.verdict !== 'yes') throw new Error('keys were not described');
      const { rowsDone = 0, rowsTotal = 0 } = told.rotations[0] ?? {};
      if (rowsDone > 0 && !since) [since, from] = [performance.now(), rowsDone];
      if (rowsTotal && rowsDone >= rowsTotal) {
        rate = (rowsDone - from) / ((performance.now() - since) / 1_000);
      }
    }
    const peer = { what: 'one bare UPDATE a row', value: await bareUpdates(databases, rows) };
    return [ratio('rows sealed anew', rate, 'a second', peer)];
  } finally {
    await installation.stop();
  }
}

async function bareUpdates({ ownerUrls }: Databases, rows: number): Promise<number> {
  return withClient(ownerUrls.auth, async (client) => {
    await client.query(
      `CREATE TABLE bare AS SELECT g AS id, repeat('x', 200) AS rest FROM generate_series(1, ${rows}) g`,
    );
    await client.query('ALTER TABLE bare ADD PRIMARY KEY (id)');
    const since = performance.now();
    for (let id = 1; id <= rows; id++) {
      await client.query("UPDATE bare SET rest = repeat('y', 200) WHERE id = $1", [id]);
    }
    return rows / ((performance.now() - since) / 1_000);
  });
}
