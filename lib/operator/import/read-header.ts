import type { CsvRecord } from '../../csv/read-records.ts';
import { OperatorError } from '../operator-error.ts';

// A rejects file, corrected by hand, can be imported as it is.
const notes = ['line', 'reason'];

/** Whether a column is one that a rejects file adds. */
export function isNote(name: string): boolean {
  return notes.includes(name.trim().toLowerCase());
}

/**
 * Reads the header: which column stands where. Their order is free.
 *
 * @throws {OperatorError} naming what is missing, unknown or there twice.
 */
export function readHeader<Column extends string>(
  header: CsvRecord | undefined,
  { required, optional }: { required: readonly Column[]; optional: readonly Column[] },
): Map<Column, number> {
  if (!header) throw new OperatorError('The file is empty.');
  if ('fault' in header) {
    throw new OperatorError(`Line ${header.line} should name the columns: ${header.fault}.`);
  }
  const names = header.fields.map((name) => name.trim().toLowerCase());
  const known: string[] = [...required, ...optional];
  const missing = required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !known.includes(name) && !isNote(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (missing.length) throw new OperatorError(`The header lacks ${missing.join(', ')}.`);
  // By its number: in a file without a header it would be a customer's hash.
  if (unknown.length) {
    throw new OperatorError(
      `The header has a column that is not known, number ${1 + names.indexOf(unknown[0] ?? '')}. Known are ${known.join(', ')}.`,
    );
  }
  if (twice.length) throw new OperatorError(`The header names ${twice[0]} twice.`);
  const columns = names.map((name, index) => [name as Column, index] as const);
  return new Map(columns.filter(([name]) => known.includes(name)));
}
