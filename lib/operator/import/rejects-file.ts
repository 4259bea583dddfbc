import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';

/** Rows that were not taken, as they stood. Holds password hashes: 0600. */
export interface RejectsFile {
  path: string;
  /** Appends one row at once, so that a killed import leaves what it knew. */
  add(line: number, reason: string, fields: string[]): void;
  close(): void;
}

/** `customers.csv` and `customers.csv.gz` both give `customers.rejects.csv`, beside the file. */
export function rejectsPath(file: string): string {
  return `${file.replace(/\.gz$/, '').replace(/\.csv$/, '')}.rejects.csv`;
}

/**
 * Prepares the file, which comes into being with its first row. What an earlier run left is removed.
 *
 * @param header names of the columns of `fields`.
 * @throws {OperatorError} when it cannot be written; so does `add`.
 */
export function openRejectsFile(path: string, header: string[]): RejectsFile {
  explain(path, () => rmSync(path, { force: true }));
  let handle: number | undefined;
  return {
    path,
    add(line, reason, fields) {
      explain(path, () => {
        if (handle === undefined) {
          // `wx`: a link that somebody laid there meanwhile is not followed.
          handle = openSync(path, 'wx', 0o600);
          writeSync(handle, toRecord(['line', 'reason', ...header]));
        }
        writeSync(handle, toRecord([String(line), reason, ...fields]));
      });
    },
    close() {
      if (handle !== undefined) closeSync(handle);
    },
  };
}

function explain(path: string, write: () => void) {
  try {
    write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`Rejected rows cannot be written to ${path} (${code}).`);
  }
}

function toRecord(fields: string[]): string {
  const quoted = fields.map((field) =>
    /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
  );
  return `${quoted.join(',')}\n`;
}
