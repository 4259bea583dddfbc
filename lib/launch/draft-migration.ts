import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listMigrations } from '../database/migrations.ts';
import { withSchemaEngine } from '../database/schema-engine.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

// Drafts the SQL between the schema as last committed and as it stands now. Grants and bounds that a
// schema cannot say are yours to add to it.
const [database, name = ''] = process.argv.slice(2);
if ((database !== 'manager' && database !== 'auth') || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write('Usage: npm run migration -- manager|auth name_of_the_change\n');
  process.exit(2);
}
const root = path.resolve(import.meta.dirname, '../..');
const schema = `prisma/${database}/schema.prisma`;
const datamodel = (content: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: 'schema.prisma', content }],
});
// The engine compares two schemas by themselves, but insists on a database to be connected to.
const postgres = await startTemporaryPostgres();
const { stdout } = await withSchemaEngine(postgres.url('postgres'), (engine) =>
  engine.diff({
    from: datamodel(
      execFileSync('git', ['show', `HEAD:${schema}`], { cwd: root, encoding: 'utf8' }),
    ),
    to: datamodel(readFileSync(path.join(root, schema), 'utf8')),
    script: true,
    exitCode: null,
    filters: { externalEnums: [], externalTables: [] },
  }),
).finally(postgres.stop);
const { baseDir } = await listMigrations(database);
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = path.join(baseDir, `${stamp}_${name}`);
mkdirSync(folder);
writeFileSync(path.join(folder, 'migration.sql'), stdout ?? '');
process.stdout.write(`${path.relative(root, folder)}/migration.sql\n`);
