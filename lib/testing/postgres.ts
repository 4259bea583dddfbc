import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareDatabases } from '../database/prepare.ts';
import { withClient } from '../database/roles.ts';
import { type EmbeddedPostgres, startPostgres } from '../launch/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated pair of databases that every test file copies. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-test-'));
  const postgres = await startPostgres(
    path.join(dir, 'postgres'),
    await freePort(),
    'test',
    () => {},
  );
  const stop = async () => {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await prepareTemplates(postgres);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('postgresUrl', postgres.url('postgres'));
  return stop;
}

async function prepareTemplates(postgres: EmbeddedPostgres) {
  for (const name of ['manager_template', 'auth_template']) {
    await withClient(postgres.url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
  }
  await prepareDatabases(
    { manager: postgres.url('manager_template'), auth: postgres.url('auth_template') },
    { auth_app: 'test', manager_app: 'test', worker_app: 'test', operator_app: 'test' },
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
