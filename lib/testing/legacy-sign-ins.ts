import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type pg from 'pg';

const fixture = (name: string) => path.join(import.meta.dirname, 'fixtures', name);

/** An older system's log of sign-ins, and what was planted in it. */
export const signInsFile = fixture('legacy-sign-ins.csv.gz');
export const incident = JSON.parse(readFileSync(fixture('incident.json'), 'utf8')) as {
  indicators: string[];
  accounts: string[];
  sprayed: number;
};

/** Adds the older system's customers to the panel alone: a history takes no password. */
export async function insertLegacyCustomers(owner: pg.Pool): Promise<void> {
  const customers: Record<string, string>[] = parse(readFileSync(fixture('legacy-customers.csv')), {
    columns: true,
  });
  await owner.query(
    `INSERT INTO customer (id, email, name, language, created_at)
     SELECT gen_random_uuid(), email, name, 'en', created_at
     FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS given (email, name, created_at)`,
    [
      customers.map(({ email }) => email?.toLowerCase()),
      customers.map(({ name }) => name),
      customers.map(({ created_at }) => created_at),
    ],
  );
}
