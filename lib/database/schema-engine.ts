import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

const require = createRequire(import.meta.url);

type Engine = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');
let loaded: Promise<Engine> | undefined;

/**
 * Prisma's schema engine, from its WASM build: the CLI would download a native one, which a closed
 * network refuses. It keeps `_prisma_migrations` exactly as `prisma migrate deploy` does.
 *
 * @param url owner's PostgreSQL URL. Secret.
 */
export async function openSchemaEngine(url: string) {
  loaded ??= load();
  const { SchemaEngine } = await loaded;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(url));
  return SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
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
