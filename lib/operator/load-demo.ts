import path from 'node:path';
import type { PoolClient } from 'pg';
import { openPool } from '../database/pool.ts';
import { connectOperator } from './connect-operator.ts';
import { exampleSignIns } from './demo/examples.ts';
import { readDemoSignIns } from './demo/read-sign-ins.ts';
import { localOperator, type Zones } from './environment.ts';
import type { Subject } from './import/insert-customers.ts';
import { importCustomers } from './import-customers.ts';

const file = path.join(import.meta.dirname, 'demo', 'customers.csv');

/**
 * Loads the example company's customers and their history. A customer's history comes with the customer,
 * in one transaction, so that doing it again adds nothing.
 *
 * @returns lines that say which sign-ins work.
 */
export async function loadDemo(zones: Pick<Zones, 'operator'>): Promise<string[]> {
  const operator = localOperator(zones);
  const auth = connectOperator(operator);
  const pool = openPool(operator.databaseUrl, 2);
  try {
    const signIns = await readDemoSignIns(new Date());
    const { imported, present } = await importCustomers({
      auth,
      pool,
      file,
      language: 'en',
      alsoInsert: (client, added) => insertSignIns(client, added, signIns),
    });
    const loaded = imported
      ? `${imported} example customers are loaded`
      : 'they were loaded before';
    return [
      `The example company has ${imported + present} customers (${loaded}). These can sign in, the first time with a code from the mailbox:`,
      ...exampleSignIns.map(
        (example) =>
          `  ${example.email}  ${example.password}` +
          ('totpKey' in example ? `  authenticator key ${example.totpKey}` : '') +
          ('language' in example ? '  (French)' : ''),
      ),
    ];
  } finally {
    await pool.end();
  }
}

async function insertSignIns(
  client: PoolClient,
  added: Subject[],
  signIns: Awaited<ReturnType<typeof readDemoSignIns>>,
) {
  const rows = added
    .flatMap(({ id, email }) => (signIns.get(email) ?? []).map((signIn) => ({ id, ...signIn })))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  await client.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
     SELECT id, at, 'sign-in', outcome, address, user_agent
     FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
       AS given (id, at, outcome, address, user_agent)`,
    [
      rows.map(({ id }) => id),
      rows.map(({ at }) => at),
      rows.map(({ outcome }) => outcome),
      rows.map(({ address }) => address),
      rows.map(({ userAgent }) => userAgent),
    ],
  );
}
