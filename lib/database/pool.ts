import pg from 'pg';

/**
 * Opens a connection pool with every wait bounded, so that a slow or absent database turns into an
 * error the caller treats as *no*, never into a request that hangs.
 *
 * @param url PostgreSQL URL; contains the role's password and is never logged.
 * @param max most connections held at once.
 */
export function openPool(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    query_timeout: 10_000,
    statement_timeout: 8_000,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    // Prisma's adapter writes times without a zone and reads them back so: both ends must mean UTC.
    options: '-c TimeZone=UTC',
  });
  // A connection that breaks (PostgreSQL restarted) emits, idle on the pool and in use on itself. Its
  // query fails besides; unheard, the event alone would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
