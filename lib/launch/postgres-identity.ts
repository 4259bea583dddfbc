import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { LaunchError } from './launch-error.ts';

/** The user PostgreSQL runs as when we are root. */
export interface Identity {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root: root hands it to the system's `postgres` user, made when missing.
 *
 * @returns undefined when we are not root and it can run as ourselves.
 * @throws {LaunchError} when no such user can be made.
 */
export function postgresIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const find = () =>
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('postgres:'));
  if (!find()) spawnSync('useradd', ['--system', '--no-create-home', 'postgres']);
  const [name, , uid, gid] = find()?.split(':') ?? [];
  if (!name) throw new LaunchError('PostgreSQL cannot run as root, and no user could be made.');
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * How to run one of PostgreSQL's programs as `as`.
 *
 * @param dir the cluster's folder, which the program must be able to reach.
 */
export function invocation(command: string, args: string[], dir: string, as: Identity | undefined) {
  const env = { NODE_ENV: 'production', LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH } as const;
  const options = { cwd: '/', env };
  if (!as) return { command, args, options };
  if ([command, dir].every((file) => canReach(file, as))) {
    return { command, args, options: { ...options, ...as } };
  }
  return { command: 'setpriv', args: [...privileges(as), command, ...args], options };
}

// Below a folder of root's alone (0700) the user can reach neither program nor cluster. This one
// capability lets it walk there; it still cannot write outside its cluster.
function privileges({ uid, gid }: Identity): string[] {
  const only = '-all,+dac_read_search';
  // initdb asks access(2) for the server beside it, which without this bit forgets a user's capabilities.
  const asks = '--securebits=+no_setuid_fixup';
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', asks];
  return [...identity, `--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`];
}

function canReach(file: string, as: Identity): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', file], { ...as, cwd: '/' }).status === 0;
}
