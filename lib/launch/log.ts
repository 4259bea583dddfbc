import { appendFileSync } from 'node:fs';

/** A file that lines are added to, readable by its owner alone. */
export function openLog(file: string): (line: string) => void {
  return (line) => appendFileSync(file, `${line}\n`, { mode: 0o600 });
}
