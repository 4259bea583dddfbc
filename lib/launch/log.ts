import { appendFileSync } from 'node:fs';

/** A file that lines are added to, readable by its owner alone. */
export function openLog(file: string): (line: string) => void {
  return (line) => {
    try {
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not end the launcher, which would leave everything else running.
    }
  };
}
