import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const require = createRequire(import.meta.url);

type Engine = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');
let loaded: Promise<Engine> | undefined;

/**
 * Prisma's schema engine, from its WASM build: the CLI would download a native one, which a closed
 * network refuses. It keeps `_prisma_migrations` exactly as `prisma migrate deploy` does.
 *
 * @param url owner's PostgreSQL URL. Secret.
 * @param work what to do with the engine; its connections are closed afterwards.
 */
export async function withSchemaEngine<T>(
  url: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5_000 });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  try {
    const engine = (await loaded).SchemaEngine;
    return await work(await engine.new({ datamodels: undefined }, () => {}, adapter));
  } finally {
    await pool.end();
  }
}

// The module keeps one WASM instance's memory: a second instance under it would corrupt the first.
async function load(): Promise<Engine> {
  const entry = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = await import(entry);
  const wasm = await WebAssembly.instantiate(
    await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm')),
    { './schema_engine_bg.js': engine },
  );
  engine.__wbg_set_wasm(wasm.instance.exports);
  (wasm.instance.exports.__wbindgen_start as () => void)();
  return engine;
}
