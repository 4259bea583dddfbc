import { OperatorError } from '../operator-error.ts';
import type { CsvRecord } from './read-records.ts';

const required = ['email', 'name', 'password_hash', 'created_at'] as const;
const optional = ['company', 'password_changed_at', 'totp_secret', 'language'] as const;
// A rejects file, corrected by hand, can be imported as it is.
const ignored = ['line', 'reason'];

export type CustomerColumn = (typeof required)[number] | (typeof optional)[number];

/**
 * Reads the header: which column stands where. Their order is free.
 *
 * @throws {OperatorError} naming what is missing, unknown or there twice.
 */
export function readColumns(header: CsvRecord | undefined): Map<CustomerColumn, number> {
  if (!header) throw new OperatorError('The file is empty.');
  if ('fault' in header) {
    throw new OperatorError(`Line ${header.line} should name the columns: ${header.fault}.`);
  }
  const names = header.fields.map((name) => name.trim().toLowerCase());
  const known: string[] = [...required, ...optional];
  const missing = required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !known.includes(name) && !ignored.includes(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (missing.length) throw new OperatorError(`The header lacks ${missing.join(', ')}.`);
  // By its number: in a file without a header it would be a customer's hash.
  if (unknown.length) {
    throw new OperatorError(
      `The header has a column that is not known, number ${1 + names.indexOf(unknown[0] ?? '')}. Known are ${known.join(', ')}.`,
    );
  }
  if (twice.length) throw new OperatorError(`The header names ${twice[0]} twice.`);
  const columns = names.map((name, index) => [name as CustomerColumn, index] as const);
  return new Map(columns.filter(([name]) => known.includes(name)));
}
