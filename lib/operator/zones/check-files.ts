import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Zones } from '../environment.ts';
import { type Attempt, kindOf } from './attempt.ts';

/** Whether the socket, the keys and what lies beside them are closed to every other user. */
export function checkFiles(zones: Zones): Attempt[] {
  const { authSocket } = zones.operator;
  const attempts = [
    check('auth', 'its socket has mode 0600', authSocket, 0o600),
    check('auth', "its socket's folder has mode 0700", path.dirname(authSocket), 0o700),
  ];
  const keys = (['manager', 'worker', 'operator'] as const).map(
    (zone) => [zone, zones[zone].callerKeyFile] as const,
  );
  for (const [zone, file] of keys) {
    attempts.push(check(zone, 'its key file has mode 0600', file, 0o600));
  }
  const folders = new Set(keys.map(([, file]) => path.dirname(file)));
  for (const folder of folders) {
    attempts.push(check('operator', 'the folder of keys has mode 0700', folder, 0o700));
    attempts.push(...checkBeside(folder, new Set(keys.map(([, file]) => file))));
  }
  return attempts;
}

// The auth service's own keys and the launcher's secrets, whose names are not ours to know.
function checkBeside(folder: string, known: Set<string>): Attempt[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !known.has(path.join(folder, entry.name)))
      .map(({ name }) =>
        check('operator', `${name} has mode 0600`, path.join(folder, name), 0o600),
      );
  } catch (error) {
    const attempt = 'files beside the keys have mode 0600';
    return [{ zone: 'operator', attempt, result: 'UNCLEAR', detail: kindOf(error) }];
  }
}

function check(zone: string, attempt: string, file: string, mode: number): Attempt {
  try {
    const found = statSync(file).mode & 0o777;
    if (found === mode) return { zone, attempt, result: 'holds' };
    return { zone, attempt, result: 'ALLOWED', detail: `0${found.toString(8)}` };
  } catch (error) {
    return { zone, attempt, result: 'UNCLEAR', detail: kindOf(error) };
  }
}
