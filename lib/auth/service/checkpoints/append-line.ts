import { closeSync, fchmodSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** Adds a line to the file of checkpoints, and returns when the disk has it. */
export function appendLine(file: string, line: string): void {
  const handle = openSync(file, 'a', 0o600);
  try {
    fchmodSync(handle, 0o600);
    writeSync(handle, `${line}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
