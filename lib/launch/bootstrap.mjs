// The first thing `npm start` and `npm test` run: plain JavaScript for whatever Node the machine has.
// It installs what is missing, then hands over to the project's own Node (npm package `node`).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

const root = path.resolve(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '../..',
);
const commands = {
  start: 'lib/launch/start.ts',
  test: 'lib/launch/test.ts',
  check: 'lib/launch/check.ts',
  migrate: 'lib/launch/migrate.ts',
  migration: 'lib/launch/draft-migration.ts',
  pictures: 'e2e/take-pictures.ts',
  design: 'lib/launch/show-design.ts',
  faults: 'lib/launch/faults.ts',
  bench: 'bench/main.ts',
  bulkhead: 'lib/operator/main.ts',
};
const [command = '', ...args] = process.argv.slice(2);
const script = commands[command];
if (!script) fail(`Unknown command ${command}.`);
install();
run();

function install() {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const stamp = path.join(root, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  process.stderr.write('Installing packages (the first time takes a minute or two)…\n');
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...flags], options)
    : spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' });
  if (status !== 0) fail('The packages could not be installed: npm says why above.');
  writeFileSync(stamp, digest);
}

function run() {
  const node = path.join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  const bin = path.join(root, 'node_modules', '.bin');
  const child = spawn(
    existsSync(node) ? node : process.execPath,
    [path.join(root, script), ...args],
    {
      stdio: 'inherit',
      env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
    },
  );
  // The child decides when to end. It may hear a terminal's Ctrl-C twice, but one sent to us alone too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) =>
    process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)),
  );
}

function fail(words) {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
