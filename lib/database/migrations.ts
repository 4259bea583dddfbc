import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { withClient } from './roles.ts';
import { withSchemaEngine } from './schema-engine.ts';

/** The two databases, each with its own schema, migrations and generated client. */
export type DatabaseName = 'manager' | 'auth';

const prismaDir = path.resolve(import.meta.dirname, '../../prisma');

/**
 * Applies the migrations that `database` lacks, in order.
 *
 * @param url owner's PostgreSQL URL: the app roles may not migrate.
 * @param signal ends it before the next migration, never in one: its statements are carried out one by one.
 * @returns names of the migrations applied now; empty when there was nothing to do.
 * @throws when a migration fails; it is left marked as failed, as `prisma migrate deploy` does.
 * @throws the signal's reason, where it was asked to end and some are left.
 */
export async function applyMigrations(
  database: DatabaseName,
  url: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const { migrationDirectories, ...migrationsList } = await listMigrations(database);
  const filters = { externalEnums: [], externalTables: [] };
  const done = await listApplied(url);
  const missing = migrationDirectories.filter(({ path: name }) => !done.has(name));
  await withSchemaEngine(url, async (engine) => {
    for (const one of missing) {
      signal?.throwIfAborted();
      await engine.applyMigrations({
        migrationsList: { ...migrationsList, migrationDirectories: [one] },
        filters,
      });
    }
  });
  return missing.map(({ path: name }) => name);
}

// One that has failed is not among them: the engine is asked, and refuses it.
async function listApplied(url: string): Promise<Set<string>> {
  return withClient(url, async (client) => {
    const known = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS yes");
    if (!known.rows[0].yes) return new Set();
    const { rows } = await client.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
    );
    return new Set(rows.map(({ name }) => name));
  });
}

export async function listMigrations(database: DatabaseName) {
  const baseDir = path.join(prismaDir, database, 'migrations');
  const names = (await readdir(baseDir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}
