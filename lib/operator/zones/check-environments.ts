import { readFileSync } from 'node:fs';
import type { Zones } from '../environment.ts';
import { type Attempt, kindOf } from './attempt.ts';
import { roleOf } from './zone-names.ts';

const owners = ['DATABASE_URL', 'PGPASSWORD'];
const auths = ['AUTH_DATABASE_URL', 'AUTH_KEYS_FILE', 'AUTH_CALLERS_FILE'];

/** Variables that must not be in a process's environment, by zone. */
const forbidden = {
  auth: [...owners, 'NEXTAUTH_SECRET', 'MANAGER_DATABASE_URL', 'WORKER_DATABASE_URL'],
  manager: [...owners, ...auths, 'WORKER_DATABASE_URL', 'SMTP_URL'],
  worker: [...owners, ...auths, 'NEXTAUTH_SECRET', 'MANAGER_DATABASE_URL'],
};

/** What each running process was started with, read from outside where the system lets us. */
export function checkEnvironments(zones: Zones): Attempt[] {
  return (['auth', 'manager', 'worker'] as const).flatMap((zone) => {
    const attempt = 'has in its environment only what is its own';
    const { pid } = zones[zone];
    if (pid === undefined) return [{ zone, attempt, result: 'skipped', detail: 'no process' }];
    try {
      const environment = readEnvironment(pid);
      return [...checkNames(zone, environment), ...checkRoles(zone, environment)];
    } catch (error) {
      return [unreadable(zone, attempt, error)];
    }
  });
}

function readEnvironment(pid: number): Map<string, string> {
  const text = readFileSync(`/proc/${pid}/environ`, 'utf8');
  const pairs = text.split('\0').filter(Boolean);
  // A process that has ended, or hides it, has nothing to read: that proves nothing.
  if (!pairs.length) throw Object.assign(new Error(), { code: 'EMPTY' });
  return new Map(pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair.replace(/^[^=]*=/, '')]));
}

function checkNames(zone: keyof typeof forbidden, environment: Map<string, string>): Attempt[] {
  return forbidden[zone].map((name): Attempt => {
    const attempt = `finds ${name} in its environment`;
    return { zone, attempt, result: environment.has(name) ? 'ALLOWED' : 'refused' };
  });
}

// Whatever a variable is called: the owner's URL, or another zone's, opens more than this zone may.
function checkRoles(zone: keyof typeof forbidden, environment: Map<string, string>): Attempt[] {
  const strangers = [...environment].filter(([, value]) => namesAnother(value, roleOf[zone]));
  const attempt = `finds a database role other than ${roleOf[zone]} in its environment`;
  const [first] = strangers;
  return [
    first
      ? { zone, attempt, result: 'ALLOWED', detail: first[0] }
      : { zone, attempt, result: 'refused' },
  ];
}

function namesAnother(value: string, own: string): boolean {
  const others = Object.values(roleOf).filter((role) => role !== own);
  if (others.some((role) => value.includes(role))) return true;
  const users = [...value.matchAll(/postgres(?:ql)?:\/\/([^:@/?]*)/g)].map(([, user]) => user);
  return users.some((user) => user !== own);
}

function unreadable(zone: string, attempt: string, error: unknown): Attempt {
  const detail = kindOf(error);
  const elsewhere = process.platform !== 'linux';
  return { zone, attempt, result: elsewhere ? 'skipped' : 'UNCLEAR', detail };
}
