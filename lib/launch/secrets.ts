import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type AppRole, appRoles } from '../database/roles.ts';
import { LaunchError } from './launch-error.ts';

const callers = ['manager', 'worker', 'operator'] as const;
export type Caller = (typeof callers)[number];

const schema = z.object({
  postgres: z.string(),
  session: z.string(),
  roles: z.partialRecord(z.enum(Object.keys(appRoles) as [AppRole]), z.string()),
});

/** What the launcher makes once and hands to one process each. The auth service makes its own keys itself. */
export interface Secrets {
  /** The embedded PostgreSQL's superuser. */
  postgres: string;
  session: string;
  roles: Record<AppRole, string>;
  callerKeyFile(caller: Caller): string;
  /** SHA-256 of every caller's key: all that the auth service needs. */
  callersFile: string;
  authKeysFile: string;
}

/**
 * Reads the installation's secrets, or makes them at the first start, each file 0600.
 *
 * @throws {LaunchError} when a file is damaged: a new secret would lock everything out.
 */
export function openSecrets(dir: string): Secrets {
  const file = path.join(dir, 'launcher.json');
  if (!existsSync(file)) {
    const made = { postgres: secret(), session: secret(), roles: {} };
    write(file, JSON.stringify({ ...made, roles: completeRoles(made.roles) }, null, 2));
  }
  const callerKeyFile = (caller: Caller) => path.join(dir, `caller-${caller}.key`);
  for (const caller of callers) {
    if (!existsSync(callerKeyFile(caller))) write(callerKeyFile(caller), `${secret()}\n`);
  }
  const digest = (caller: Caller) => {
    const key = readFileSync(callerKeyFile(caller), 'utf8').trim();
    // The digest of an emptied file would let in whoever sends no key at all.
    if (!/^[\w-]{43}$/.test(key)) {
      throw new LaunchError(`${callerKeyFile(caller)} is damaged. Remove it: a new one is made.`);
    }
    return createHash('sha256').update(key).digest('hex');
  };
  const callersFile = path.join(dir, 'callers.json');
  write(callersFile, JSON.stringify(Object.fromEntries(callers.map((c) => [c, digest(c)]))), 'w');
  try {
    const values = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const roles = completeRoles(values.roles);
    if (Object.keys(roles).length > Object.keys(values.roles).length) {
      write(`${file}.new`, JSON.stringify({ ...values, roles }, null, 2), 'w');
      renameSync(`${file}.new`, file);
    }
    return {
      ...values,
      roles,
      callerKeyFile,
      callersFile,
      authKeysFile: path.join(dir, 'auth-keys.json'),
    };
  } catch {
    throw new LaunchError(`${file} is damaged. Put back your copy of it.`);
  }
}

// An installation made by an older version knows fewer roles.
function completeRoles(known: Partial<Record<AppRole, string>>): Record<AppRole, string> {
  const roles = Object.keys(appRoles) as AppRole[];
  return Object.fromEntries(roles.map((role) => [role, known[role] ?? secret()])) as Record<
    AppRole,
    string
  >;
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function write(file: string, content: string, flag = 'wx') {
  writeFileSync(file, content, { flag, mode: 0o600 });
}
