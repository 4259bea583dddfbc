import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { LaunchError } from './launch-error.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sources = [
  'app/**/*',
  'components/**/*',
  'lib/**/*.{ts,tsx,json,css}',
  'prisma/*/schema.prisma',
  'public/**/*',
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
];

/** Generates the database clients and builds the pages, each only where its sources have changed. */
export async function build(
  progress: (words: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  await generateClients();
  await whenStale('.next/.built', sources, async () => {
    progress('Building the pages (half a minute)…');
    await run('.next/build.log', 'next/dist/bin/next', ['build'], {}, signal);
  });
}

/** Generates each database's client from its schema, where that has changed. */
export async function generateClients(): Promise<void> {
  for (const name of ['auth', 'manager']) await generate(name);
}

async function generate(name: string) {
  const schema = `prisma/${name}/schema.prisma`;
  await whenStale(`prisma/${name}/client/.generated`, [schema, 'package-lock.json'], () =>
    // Generation needs no schema engine; unnamed, the CLI would try to download one.
    run('.next/generate.log', 'prisma/build/index.js', ['generate', '--schema', schema], {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    }),
  );
}

async function whenStale(stamp: string, patterns: string[], work: () => Promise<void>) {
  const file = path.join(root, stamp);
  const digest = digestOf(patterns);
  if (existsSync(file) && readFileSync(file, 'utf8') === digest) return;
  await work();
  writeFileSync(file, digest);
}

function digestOf(patterns: string[]): string {
  const hash = createHash('sha256');
  const files = globSync(patterns, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files)
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

async function run(
  log: string,
  script: string,
  args: string[],
  env: Record<string, string> = {},
  signal?: AbortSignal,
) {
  const logFile = path.join(root, log);
  mkdirSync(path.dirname(logFile), { recursive: true });
  const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
    cwd: root,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  child.on('error', () => {});
  const code = await new Promise((resolve) => child.once('close', resolve));
  signal?.throwIfAborted();
  createWriteStream(logFile).end(output);
  if (code !== 0) {
    process.stderr.write(output.split('\n').slice(-30).join('\n'));
    throw new LaunchError(`${path.basename(script)} ${args[0]} failed. All it said: ${logFile}`);
  }
}
