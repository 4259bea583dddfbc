import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { withSchemaEngine } from './schema-engine.ts';

/** The two databases, each with its own schema, migrations and generated client. */
export type DatabaseName = 'manager' | 'auth';

const prismaDir = path.resolve(import.meta.dirname, '../../prisma');

/**
 * Applies the migrations that `database` lacks, in order.
 *
 * @param url owner's PostgreSQL URL: the app roles may not migrate.
 * @returns names of the migrations applied now; empty when there was nothing to do.
 * @throws when a migration fails; it is left marked as failed, as `prisma migrate deploy` does.
 */
export async function applyMigrations(database: DatabaseName, url: string): Promise<string[]> {
  const migrationsList = await listMigrations(database);
  const filters = { externalEnums: [], externalTables: [] };
  const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
    engine.applyMigrations({ migrationsList, filters }),
  );
  return appliedMigrationNames;
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
