import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { openSecrets } from '../../lib/launch/secrets.ts';
import { bulkhead } from './bulkhead.ts';

/** Runs statements in the database of the product under test, as its owner. */
export async function asOwner(...statements: string[]) {
  await asOwnerOf(bulkhead().dataDir, ...statements);
}

/** The same in an installation's own database, by its data folder. */
export async function asOwnerOf(dataDir: string, ...statements: string[]) {
  const pid = readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  const { postgres: password } = openSecrets(path.join(dataDir, 'secrets'));
  const where = { host: '127.0.0.1', port: Number(pid[3]), database: 'manager' };
  const client = new pg.Client({ ...where, user: 'postgres', password });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
