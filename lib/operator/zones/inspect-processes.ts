import { readFileSync } from 'node:fs';
import type { AppRole } from '../../database/roles.ts';
import type { Zones } from '../environment.ts';
import type { Attempt } from './attempt.ts';

type Process = 'auth' | 'manager' | 'worker';

/** Variables that would let a process reach what is another's. */
const notFor: Record<Process, string[]> = {
  auth: ['NEXTAUTH_SECRET', 'MANAGER_DATABASE_URL', 'WORKER_DATABASE_URL', 'AUTH_CALLER_KEY_FILE'],
  manager: [
    'AUTH_DATABASE_URL',
    'AUTH_KEYS_FILE',
    'AUTH_KEYS_COMMAND',
    'AUTH_KEYS_URL',
    'AUTH_KEYS_TOKEN_FILE',
    'AUTH_CALLERS_FILE',
    'WORKER_DATABASE_URL',
    'SMTP_URL',
  ],
  worker: [
    'AUTH_DATABASE_URL',
    'AUTH_KEYS_FILE',
    'AUTH_KEYS_COMMAND',
    'AUTH_KEYS_URL',
    'AUTH_KEYS_TOKEN_FILE',
    'AUTH_CALLERS_FILE',
    'MANAGER_DATABASE_URL',
    'NEXTAUTH_SECRET',
  ],
};
const roleOf: Record<Process, AppRole> = {
  auth: 'auth_app',
  manager: 'manager_app',
  worker: 'worker_app',
};

/** Looks into the environments of the running processes, where Linux shows them to us. */
export function inspectProcesses(zones: Zones): Attempt[] {
  return (Object.keys(notFor) as Process[]).flatMap((name) => {
    const variables = readProcessEnvironment(zones[name].pid);
    if (typeof variables === 'string') {
      const expected = 'nothing of others';
      const attempt = 'look into its environment';
      return [{ zone: name, attempt, expected, result: `not tried: ${variables}`, held: null }];
    }
    return judgeEnvironment(name, variables);
  });
}

export function judgeEnvironment(name: Process, variables: Map<string, string>): Attempt[] {
  const held = notFor[name].filter((variable) => variables.has(variable));
  const strangers = [...variables].filter(
    ([, value]) => /^postgres(ql)?:/.test(value) && userOf(value) !== roleOf[name],
  );
  return [
    {
      zone: name,
      attempt: `find ${notFor[name].join(', ')} in its environment`,
      expected: 'none',
      result: held.join(', ') || 'none',
      held: held.length === 0,
    },
    {
      zone: name,
      attempt: 'find a database URL of another role in its environment',
      expected: 'none',
      result: strangers.map(([variable]) => variable).join('; ') || 'none',
      held: strangers.length === 0,
    },
  ];
}

function userOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).username : undefined;
}

/** @returns the environment with which a process was started, or why it cannot be read. */
export function readProcessEnvironment(pid: number | undefined): Map<string, string> | string {
  if (!pid) return 'the process is not known';
  try {
    const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
    return new Map(
      pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)]),
    );
  } catch (error) {
    return `/proc does not show it (${(error as NodeJS.ErrnoException).code})`;
  }
}
