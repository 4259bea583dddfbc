import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { openSecrets } from '../../lib/launch/secrets.ts';
import { bulkhead } from './bulkhead.ts';

/** Runs statements in the installation's own database, as its owner. */
export async function asOwner(...statements: string[]) {
  const { dataDir } = bulkhead();
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
