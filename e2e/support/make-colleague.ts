import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { bulkhead } from './bulkhead.ts';

/** Makes a customer a member of staff in both databases, by their owner's hand. */
export async function makeColleague(person: { email: string }, role: 'security' | 'support') {
  const { dataDir } = bulkhead();
  const secrets = readFileSync(path.join(dataDir, 'secrets/launcher.json'), 'utf8');
  const { postgres } = z.object({ postgres: z.string() }).parse(JSON.parse(secrets));
  const [, , , port] = readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split(
    '\n',
  );
  const own = async (database: string, sql: string, values: string[]) => {
    const client = new pg.Client({
      connectionString: `postgresql://postgres:${encodeURIComponent(postgres)}@127.0.0.1:${port}/${database}`,
    });
    await client.connect();
    try {
      return (await client.query<{ id: string }>(sql, values)).rows[0]?.id ?? '';
    } finally {
      await client.end();
    }
  };
  const customer = 'UPDATE customer SET staff_role = $2 WHERE email = $1 RETURNING id';
  const id = await own('manager', customer, [person.email, role]);
  await own('auth', 'UPDATE subject SET staff_role = $2 WHERE id = $1', [id, role]);
}
