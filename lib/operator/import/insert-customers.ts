import type { Pool, PoolClient } from 'pg';
import type { CustomerRow } from './customer-row.ts';

/** A customer with the id under which the auth service knows it. */
export type Subject = CustomerRow & { id: string };

/** Work to be done for customers that are new, in the transaction that adds them. */
export type AlsoInsert = (client: PoolClient, added: Subject[]) => Promise<void>;

/**
 * Ids under which the manager already knows some of these emails.
 *
 * @returns id by email.
 */
export async function findCustomerIds(pool: Pool, emails: string[]): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ id: string; email: string }>(
    'SELECT id, email FROM customer WHERE email = ANY($1::text[])',
    [emails],
  );
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/**
 * Adds the customers that are not there yet, all or none.
 *
 * @returns ids of those added now.
 */
export async function insertCustomers(
  pool: Pool,
  subjects: Subject[],
  alsoInsert?: AlsoInsert,
): Promise<Set<string>> {
  if (subjects.length === 0) return new Set();
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: string }>(insert, [
      subjects.map(({ id }) => id),
      subjects.map(({ email }) => email),
      subjects.map(({ name }) => name),
      subjects.map(({ company }) => company),
      subjects.map(({ language }) => language),
      subjects.map(({ createdAt }) => createdAt),
    ]);
    const added = new Set(rows.map(({ id }) => id));
    await alsoInsert?.(
      client,
      subjects.filter(({ id }) => added.has(id)),
    );
    await client.query('COMMIT');
    broken = false;
    return added;
  } finally {
    // A connection whose transaction failed is closed, which rolls it back.
    client.release(broken);
  }
}

const insert = `
  INSERT INTO customer (id, email, name, company, language, created_at)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
  ON CONFLICT DO NOTHING
  RETURNING id`;
