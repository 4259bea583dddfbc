import { statSync } from 'node:fs';
import path from 'node:path';
import { type Zones, zonesFile } from '../environment.ts';
import type { Attempt } from './attempt.ts';
import { readProcessEnvironment } from './inspect-processes.ts';

/** Looks whether anybody but their owner can open the socket and the files that hold keys. */
export function inspectFiles(zones: Zones): Attempt[] {
  const variables = readProcessEnvironment(zones.auth.pid);
  const ofAuth = typeof variables === 'string' ? new Map<string, string>() : variables;
  const files = {
    "the auth service's socket": zones.operator.authSocket,
    "the manager's key": zones.manager.callerKeyFile,
    "the worker's key": zones.worker.callerKeyFile,
    "the operator's key": zones.operator.callerKeyFile,
    'the keys that seal': ofAuth.get('AUTH_KEYS_FILE'),
    'the list of callers': ofAuth.get('AUTH_CALLERS_FILE'),
    'the description of the zones': zonesFile(),
  };
  return [
    ...Object.entries(files).map(([words, file]) => inspect(words, file, 0o600)),
    inspect(
      "the folder of the auth service's socket",
      path.dirname(zones.operator.authSocket),
      0o700,
    ),
    inspect('the folder of keys', path.dirname(zones.operator.callerKeyFile), 0o700),
  ];
}

function inspect(words: string, file: string | undefined, mode: number): Attempt {
  const tried = { zone: 'another user', attempt: `open ${words}`, expected: inOctal(mode) };
  if (!file) return { ...tried, result: 'not tried: its place is not known', held: null };
  try {
    const actual = statSync(file).mode & 0o777;
    return { ...tried, result: inOctal(actual), held: actual === mode };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ...tried, result: `not found (${code})`, held: false };
  }
}

function inOctal(mode: number): string {
  return `mode 0${mode.toString(8)}`;
}
