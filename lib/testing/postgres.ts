import type { TestProject } from 'vitest/node';
import { prepareDatabases } from '../database/prepare.ts';
import { withClient } from '../database/roles.ts';
import type { EmbeddedPostgres } from '../launch/postgres.ts';
import { startTemporaryPostgres } from '../launch/temporary-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    /** How much of the faults is tried: all of it by `npm run faults`. */
    faults: 'short' | 'all';
  }
}

/** One PostgreSQL for the whole run, with a migrated pair of databases that every test file copies. */
export default async function setup(project: TestProject) {
  const postgres = await startTemporaryPostgres();
  try {
    await prepareTemplates(postgres);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  project.provide('postgresUrl', postgres.url('postgres'));
  project.provide('faults', process.env.FAULTS === 'all' ? 'all' : 'short');
  return postgres.stop;
}

async function prepareTemplates(postgres: EmbeddedPostgres) {
  for (const name of ['manager_template', 'auth_template']) {
    await withClient(postgres.url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
  }
  await prepareDatabases(
    { manager: postgres.url('manager_template'), auth: postgres.url('auth_template') },
    {
      auth_app: 'test',
      journal_app: 'test',
      manager_app: 'test',
      worker_app: 'test',
      operator_app: 'test',
    },
  );
}
