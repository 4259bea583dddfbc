import pg from 'pg';
import { type AppRole, appRoles } from '../../database/roles.ts';
import type { Zones } from '../environment.ts';
import type { Attempt } from './attempt.ts';
import { type Forbidden, forbiddenStatements } from './forbidden-statements.ts';

// insufficient_privilege; and, from a server that does not know the role at all, a refused sign-in.
const denied = ['42501'];
const notLetIn = ['42501', '28000', '28P01'];

/** From each process's own database role, tries what it must not be able to do. Leaves nothing behind. */
export async function tryDatabases(zones: Zones): Promise<Attempt[]> {
  const urls = {
    auth_app: zones.auth.databaseUrl,
    journal_app: zones.operator.journalUrl,
    manager_app: zones.manager.databaseUrl,
    worker_app: zones.worker.databaseUrl,
    operator_app: zones.operator.databaseUrl,
  };
  const found: Attempt[] = [];
  for (const [role, statements] of Object.entries(forbiddenStatements)) {
    const own = urls[role as keyof typeof urls];
    const name = appRoles[role as AppRole] === 'auth' ? 'manager' : 'auth';
    const other = urls[`${name}_app`];
    found.push(await tryConnecting(role, `connect to database ${name}`, atDatabaseOf(own, other)));
    found.push(...(await tryStatements(role, own, statements)));
  }
  return found;
}

// Its own name and password, at somebody else's door.
function atDatabaseOf(own: string, other: string): string {
  const url = new URL(other);
  const { username, password } = new URL(own);
  url.username = username;
  url.password = password;
  return url.href;
}

async function tryConnecting(zone: string, attempt: string, url: string): Promise<Attempt> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  const code = await client.connect().then(
    () => null,
    (error: { code?: string }) => error.code ?? 'no answer',
  );
  await client.end().catch(() => {});
  return judge({ zone, attempt, code, refusals: notLetIn });
}

async function tryStatements(
  zone: string,
  url: string,
  statements: Forbidden[],
): Promise<Attempt[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 3_000,
    lock_timeout: 1_000,
  });
  const found: Attempt[] = [];
  try {
    await client.connect();
    for (const { attempt, sql, refusals = denied } of statements) {
      // Whatever is allowed after all is taken back.
      await client.query('BEGIN');
      const code = await client.query(sql).then(
        () => null,
        (error: { code?: string }) => error.code ?? 'no answer',
      );
      await client.query('ROLLBACK');
      found.push(judge({ zone, attempt, code, refusals }));
    }
    return found;
  } catch {
    const expected = 'answered';
    const attempt = 'connect to its own database';
    return [...found, { zone, attempt, expected, result: 'no answer', held: false }];
  } finally {
    await client.end().catch(() => {});
  }
}

function judge(tried: {
  zone: string;
  attempt: string;
  code: string | null;
  refusals: string[];
}): Attempt {
  const { zone, attempt, code, refusals } = tried;
  const held = code !== null && refusals.includes(code);
  const result = code === null ? 'ALLOWED' : held ? `refused (${code})` : `unclear (${code})`;
  return { zone, attempt, expected: 'refused', result, held };
}
