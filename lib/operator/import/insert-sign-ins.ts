import type { Pool } from 'pg';
import type { SignInRow } from './sign-in-row.ts';

/** A sign-in of a customer of ours, with the key under which it is taken over once. */
export interface KnownSignIn {
  customerId: string;
  row: SignInRow;
  key: Buffer;
}

/**
 * Adds sign-ins to the histories of their customers, all or none; those that are there already stay.
 *
 * @returns how many were added now.
 */
export async function insertSignIns(pool: Pool, signIns: KnownSignIn[]): Promise<number> {
  const { rowCount } = await pool.query(insert, [
    signIns.map(({ customerId }) => customerId),
    signIns.map(({ row }) => row.at),
    signIns.map(({ row }) => row.outcome),
    signIns.map(({ row }) => row.address),
    signIns.map(({ row }) => row.userAgent),
    signIns.map(({ key }) => key),
  ]);
  return rowCount ?? 0;
}

const insert = `
  INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent, import_key)
  SELECT customer_id, at, 'sign-in', outcome, address, user_agent, import_key
  FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::bytea[])
    AS given (customer_id, at, outcome, address, user_agent, import_key)
  ON CONFLICT DO NOTHING`;
