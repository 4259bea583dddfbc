import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { importBatchMax } from '../lib/auth/contract.ts';
import { withClient } from '../lib/database/roles.ts';
import type { Databases } from './databases.ts';
import { type Figure, ratio } from './figure.ts';
import { importCustomers, newCustomers, openInstallation } from './installation.ts';

/** Taking customers over, every row checked, its email sealed and its hash too, beside COPY of bare rows. */
export async function measureImports(databases: Databases, seconds: number): Promise<Figure[]> {
  const rows = seconds * 2_000;
  const installation = await openInstallation(databases.authUrl, 10);
  try {
    const since = performance.now();
    for (let done = 0; done < rows; done += importBatchMax) {
      await importCustomers(installation.operator, newCustomers(importBatchMax));
    }
    const perSecond = rows / ((performance.now() - since) / 1_000);
    const peer = { what: 'COPY of bare rows', value: await copy(databases.ownerUrls.auth, rows) };
    return [ratio('customers imported', perSecond, 'a second', peer)];
  } finally {
    await installation.stop();
  }
}

/** Rows a second into a table of the same width with the same two indexes, as one COPY. */
async function copy(ownerUrl: string, rows: number): Promise<number> {
  // World-readable, since PostgreSQL may run as a user of its own; it holds nothing of anybody.
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-copy-'));
  chmodSync(dir, 0o755);
  const file = path.join(dir, 'rows.tsv');
  const filler = 'x'.repeat(400);
  const lines = Array.from({ length: rows }, () => `${randomUUID()}\t${randomUUID()}\t${filler}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o644 });
  try {
    return await withClient(ownerUrl, async (client) => {
      await client.query('CREATE TABLE bare (id uuid PRIMARY KEY, email text UNIQUE, rest text)');
      const since = performance.now();
      await client.query(`COPY bare FROM ${client.escapeLiteral(file)}`);
      return rows / ((performance.now() - since) / 1_000);
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
