import pg from 'pg';

/** A role of the running system. The owners migrate; the others are what a process connects as. */
export const appRoles = {
  auth_app: 'auth',
  journal_app: 'auth',
  manager_app: 'manager',
  worker_app: 'manager',
  operator_app: 'manager',
} as const;
export type AppRole = keyof typeof appRoles;

/**
 * Makes the app roles, each with its password, and nothing they may do: what each may do stands in
 * the migrations. No role may connect to a database that is not its own.
 *
 * @param ownerUrls owner URL of each database; the owner must be allowed to create roles. Secret.
 * @param passwords password of each role. Secret.
 */
export async function prepareRoles(
  ownerUrls: { manager: string; auth: string },
  passwords: Record<AppRole, string>,
): Promise<void> {
  for (const [role, database] of Object.entries(appRoles) as [AppRole, 'manager' | 'auth'][]) {
    await withClient(ownerUrls[database], async (client) => {
      const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const name = client.escapeIdentifier(role);
      // PostgreSQL lets an owner who cannot create databases withhold that right only at creation.
      const verb = known.rowCount ? 'ALTER ROLE' : 'CREATE ROLE';
      const attributes = known.rowCount ? 'NOINHERIT' : 'NOINHERIT NOCREATEDB';
      const password = client.escapeLiteral(passwords[role]);
      await client.query(`${verb} ${name} LOGIN ${attributes} NOCREATEROLE PASSWORD ${password}`);
    });
  }
  await sealDatabase('manager', ownerUrls.manager);
  await sealDatabase('auth', ownerUrls.auth);
}

/** Lets only the app roles of the kind of database it is connect to it. */
export async function sealDatabase(kind: 'manager' | 'auth', ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query('SELECT quote_ident(current_database()) AS name');
    const roles = Object.keys(appRoles) as AppRole[];
    const own = roles.filter((role) => appRoles[role] === kind);
    // Where each database has a server of its own, the other's roles are not known here.
    const known = await client.query<{ rolname: AppRole }>(
      'SELECT rolname FROM pg_roles WHERE rolname = ANY($1)',
      [roles],
    );
    const all = ['PUBLIC', ...known.rows.map(({ rolname }) => rolname)];
    await client.query(`REVOKE ALL ON DATABASE ${rows[0].name} FROM ${all.join(', ')}`);
    await client.query(`GRANT CONNECT ON DATABASE ${rows[0].name} TO ${own.join(', ')}`);
  });
}

/** The URL with which `role` connects to the database that `ownerUrl` names. Secret. */
export function roleUrl(ownerUrl: string, role: AppRole, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.href;
}

/** Runs `work` with one connection, and closes it whatever happens. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
