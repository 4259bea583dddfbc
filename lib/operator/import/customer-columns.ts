import type { CsvRecord } from '../../csv/read-records.ts';
import { readHeader } from './read-header.ts';

const required = ['email', 'name', 'password_hash', 'created_at'] as const;
const optional = ['company', 'password_changed_at', 'totp_secret', 'language'] as const;

export type CustomerColumn = (typeof required)[number] | (typeof optional)[number];

/**
 * Reads the header of a file of customers.
 *
 * @throws {OperatorError} naming what is missing, unknown or there twice.
 */
export function readColumns(header: CsvRecord | undefined): Map<CustomerColumn, number> {
  return readHeader<CustomerColumn>(header, { required, optional });
}
