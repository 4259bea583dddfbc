import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './ports.ts';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';

/** A PostgreSQL of its own for tests and tools: empty, and gone without a trace when stopped. */
export async function startTemporaryPostgres(): Promise<EmbeddedPostgres> {
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-temporary-'));
  const forget = () => rmSync(dir, { recursive: true, force: true });
  try {
    const cluster = path.join(dir, 'postgres');
    const postgres = await startPostgres(cluster, await freePort(), 'temporary', () => {});
    return { ...postgres, stop: () => postgres.stop().finally(forget) };
  } catch (error) {
    forget();
    throw error;
  }
}
