import type { ClientBase } from 'pg';
import { withClient } from '../lib/database/roles.ts';
import type { Databases } from './databases.ts';

// The same in both databases, as long as each is filled alike; of the form that is random: no other passes for an id.
const newId = (table: string) =>
  `overlay(overlay(md5((SELECT count(*) FROM ${table}) + n || 'crowd') PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`;

/** Customers nobody asks about, of the width of real ones, in the auth service's tables. */
export async function fillAuth(client: ClientBase, count: number): Promise<void> {
  await client.query(
    `WITH made AS (
       INSERT INTO subject (id, email_lookup, email_sealed, language, created_at)
       SELECT ${newId('subject')}, sha256(gen_random_uuid()::text::bytea), repeat('x', 160)::bytea, 'en', now()
       FROM generate_series(1, $1::int) n RETURNING id
     )
     INSERT INTO password (subject_id, scheme, cost, pepper_version, hash_sealed, key_version, set_at, hashed_at)
     SELECT id, 'bcrypt-hmac-sha384', 10, 1, repeat('x', 200)::bytea, 1, now(), now() FROM made`,
    [count],
  );
  await client.query('VACUUM ANALYZE');
}

/** As many customers in the manager's, each signed in. */
export async function fillManager(client: ClientBase, count: number): Promise<void> {
  await client.query(
    `WITH made AS (
       INSERT INTO customer (id, email, name, language)
       SELECT id, id || '@example.com', 'A', 'en'
       FROM (SELECT ${newId('customer')} AS id FROM generate_series(1, $1::int) n) fresh RETURNING id
     )
     INSERT INTO session (id, token_hash, customer_id, second_factor, address, user_agent, started_at, last_used_at)
     SELECT gen_random_uuid(), sha256(id::text::bytea), id, false, '198.18.0.2', '', now(), now() FROM made`,
    [count],
  );
  await client.query('VACUUM ANALYZE');
}

/** As many customers in both, the same. */
export async function fillBoth({ ownerUrls }: Databases, count: number): Promise<void> {
  await withClient(ownerUrls.auth, (client) => fillAuth(client, count));
  await withClient(ownerUrls.manager, (client) => fillManager(client, count));
}
