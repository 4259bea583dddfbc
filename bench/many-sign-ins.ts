import type pg from 'pg';

// Of each account's sign-ins, one address in three is new: as in the log of an older system.
const customers = 200_000;

/**
 * Fills an empty `activity` with sign-ins of everybody over half a year, and with what `more` adds, quicker than
 * they would come: without indexes, triggers and checks of references.
 */
export async function fillSignIns(
  client: pg.Client,
  { rows, since }: { rows: number; since: Date },
  more: () => Promise<void> = async () => {},
): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'activity' AND indexname <> 'activity_pkey'`,
  );
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  await client.query("SET session_replication_role = 'replica'");
  await client.query(`
    INSERT INTO customer (id, email, name, language)
    SELECT md5(n::text)::uuid, 'c' || n || '@example.com', 'C', 'en' FROM generate_series(0, ${customers - 1}) AS n`);
  await client.query(`
    INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
    SELECT md5(c::text)::uuid, '${since.toISOString()}'::timestamptz + n * interval '1 second' * (15000000 / ${rows}.0),
      'sign-in', CASE WHEN n % 12 = 0 THEN 'no' ELSE 'yes' END,
      (20 + c % 60) || '.' || (c / 60) % 250 || '.' || c % 250 || '.' || (n / ${customers * 3}) % 250,
      'Mozilla/5.0 (X11; Linux x86_64; rv:' || 30 + c % 40 || '.0) Gecko/20100101 Firefox/' || 30 + c % 40 || '.0'
    FROM generate_series(1, ${rows}) AS n, LATERAL (SELECT (n::bigint * 7919 % ${customers})::int) AS one (c)`);
  await more();
  for (const { definition } of indexes) await client.query(definition);
  await client.query('VACUUM ANALYZE activity');
}

/** Attempts on `accounts` customers from one address, one a second. */
export async function spray(
  client: pg.Client,
  {
    address,
    since,
    accounts,
    first = 0,
  }: { address: string; since: Date; accounts: number; first?: number },
): Promise<void> {
  await client.query(`
    INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
    SELECT md5((${first} + n)::text)::uuid, '${since.toISOString()}'::timestamptz + n * interval '1 second',
      'sign-in', 'no', '${address}', 'python-requests/2.8.1'
    FROM generate_series(1, ${accounts}) AS n`);
}
