import { Logger, runMigrations } from 'graphile-worker';
import { applyMigrations } from './migrations.ts';
import { type AppRole, prepareRoles, withClient } from './roles.ts';

/**
 * Brings both databases to where this version expects them: roles, tables, grants, the job queue.
 * The only moment at which the owner roles are used. Doing it again changes nothing.
 *
 * @param ownerUrls owner URL of each database. Secret.
 * @param passwords password of each app role. Secret.
 * @param signal ends it between two migrations.
 * @returns names of the migrations applied now.
 */
export async function prepareDatabases(
  ownerUrls: { manager: string; auth: string },
  passwords: Record<AppRole, string>,
  signal?: AbortSignal,
): Promise<string[]> {
  await prepareRoles(ownerUrls, passwords);
  // First, because a function of ours calls the queue's.
  await runMigrations({ connectionString: ownerUrls.manager, logger: quiet });
  const applied = [
    ...(await applyMigrations('auth', ownerUrls.auth, signal)),
    ...(await applyMigrations('manager', ownerUrls.manager, signal)),
  ];
  await withClient(ownerUrls.manager, (client) => client.query(workerGrants));
  return applied;
}

// The queue's tables belong to its library, which makes them; only the worker may use them.
const workerGrants = `
  GRANT USAGE ON SCHEMA graphile_worker TO worker_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO worker_app;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO worker_app;
  REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker FROM PUBLIC;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO worker_app;
  -- The queue's tables have row-level security and no policy: without one, only their owner sees a row.
  DO $$
  DECLARE queue_table regclass;
  BEGIN
    FOR queue_table IN
      SELECT oid FROM pg_class
      WHERE relnamespace = 'graphile_worker'::regnamespace AND relrowsecurity
    LOOP
      EXECUTE format('DROP POLICY IF EXISTS worker ON %s', queue_table);
      EXECUTE format('CREATE POLICY worker ON %s TO worker_app USING (true)', queue_table);
    END LOOP;
  END $$;
`;

const quiet = new Logger(() => () => {});
