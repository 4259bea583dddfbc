import { z } from 'zod';
import { printAddress, readAddress } from '../../addresses/address.ts';
import { email } from '../../auth/contract.ts';
import type { CsvRecord } from '../../csv/read-records.ts';
import { readHeader } from './read-header.ts';
import type { WholeRecord } from './set-aside.ts';

const required = ['at', 'email', 'ip', 'outcome'] as const;
const optional = ['user_agent'] as const;
type SignInColumn = (typeof required)[number] | (typeof optional)[number];
export type SignInColumns = Map<SignInColumn, number>;

/** A sign-in of an older system that may be taken over. */
export interface SignInRow extends WholeRecord {
  email: string;
  at: Date;
  outcome: 'yes' | 'no';
  /** In its one spelling. */
  address: string;
  userAgent: string;
}

// As much as the panel keeps of one that comes to itself.
const userAgentMaxLength = 400;
const outcomes = new Map([
  ['successful', 'yes'],
  ['failed', 'no'],
] as const);
const time = z.iso.datetime({ offset: true });

/** @throws {OperatorError} when the header of a file of sign-ins is none. */
export function readSignInColumns(header: CsvRecord | undefined): SignInColumns {
  return readHeader<SignInColumn>(header, { required, optional });
}

/** Makes a sign-in of a record, or says in words what is wrong with it. */
export function readSignIn(
  record: WholeRecord,
  columns: SignInColumns,
  now: Date,
): SignInRow | string {
  const { line, fields } = record;
  if (fields.some((field) => field.includes('\0'))) return 'contains a NUL';
  const get = (column: SignInColumn) => (fields[columns.get(column) ?? -1] ?? '').trim();
  const at = readTime(get('at'), now);
  if (!at) return 'at is not a time of the past, such as 2015-07-01T00:05:46Z';
  const known = email.safeParse(get('email'));
  if (!known.success) return get('email') ? 'email is malformed' : 'email is missing';
  const address = readAddress(get('ip'));
  if (!address) return get('ip') ? 'ip is no IPv4 or IPv6 address' : 'ip is missing';
  const outcome = outcomes.get(get('outcome').toLowerCase() as 'successful' | 'failed');
  if (!outcome) return 'outcome is neither successful nor failed';
  const userAgent = get('user_agent').slice(0, userAgentMaxLength).toWellFormed();
  return {
    line,
    fields,
    email: known.data,
    at,
    outcome,
    address: printAddress(address),
    userAgent,
  };
}

function readTime(text: string, now: Date): Date | null {
  if (!time.safeParse(text).success) return null;
  const at = new Date(text).getTime();
  return at > 0 && at <= now.getTime() ? new Date(at) : null;
}
