import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { AuthConnection } from '../../auth/connect.ts';
import type { VerdictOf } from '../../auth/contract.ts';
import { OperatorError } from '../operator-error.ts';
import type { CustomerRow } from './customer-row.ts';
import {
  type AlsoInsert,
  findCustomerIds,
  insertCustomers,
  type Subject,
} from './insert-customers.ts';

/** What became of one row. */
export type RowResult =
  | { row: CustomerRow; result: 'imported' | 'present'; subject: string }
  | { row: CustomerRow; result: 'rejected'; reason: string };

export interface BatchParts {
  auth: AuthConnection;
  pool: Pool;
  alsoInsert?: AlsoInsert | undefined;
}

type Answer = VerdictOf<'import-credentials'>['results'][number];
type Because = Extract<Answer, { result: 'rejected' }>['because'];

const reasons: Record<Because, string> = {
  'unknown-format': 'password_hash is of an unknown format',
  'absurd-rounds': 'password_hash has an absurd number of rounds',
  'malformed-hash': 'password_hash is malformed',
  'malformed-totp-key': 'totp_secret is malformed',
};
const anotherCustomer = 'email belongs to another customer of the panel';
const pausesMs = [500, 2_000];

/**
 * Takes over one batch: credentials first, then the customers, so that a customer in the panel can
 * always sign in. Killed between the two, the next run finds the credentials and adds the customers.
 *
 * @throws {OperatorError} when the auth service, asked three times, or the database does not answer.
 */
export async function importBatch(parts: BatchParts, rows: CustomerRow[]): Promise<RowResult[]> {
  const known = await fromDatabase(() =>
    findCustomerIds(
      parts.pool,
      rows.map(({ email }) => email),
    ),
  );
  const answers = await askPatiently(
    parts.auth,
    rows.map(({ email, credentials }) => ({
      ...credentials,
      subject: known.get(email) ?? credentials.subject,
    })),
  );
  if (answers.length !== rows.length) {
    throw new OperatorError('The auth service left rows unanswered.');
  }
  const results = answers.map((answer, index) => judge(rows[index] as CustomerRow, answer, known));
  const taken = results.filter((result) => 'subject' in result);
  const subjects = taken.map(({ row, subject }): Subject => ({ ...row, id: subject }));
  const added = await fromDatabase(() => insertCustomers(parts.pool, subjects, parts.alsoInsert));
  return results.map((result) =>
    'subject' in result && added.has(result.subject) ? { ...result, result: 'imported' } : result,
  );
}

function judge(row: CustomerRow, answer: Answer, known: Map<string, string>): RowResult {
  if (answer.result === 'rejected') {
    return { row, result: 'rejected', reason: reasons[answer.because] };
  }
  const { result, subject } = answer;
  if ((known.get(row.email) ?? subject) !== subject) {
    return { row, result: 'rejected', reason: anotherCustomer };
  }
  return { row, result, subject };
}

/**
 * Does something with the database. A driver's own words may quote a row: only its code is passed on.
 *
 * @throws {OperatorError} when it fails.
 */
export async function fromDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    throw new OperatorError(`The database does not answer (${code ?? name}).`);
  }
}

// The launcher starts a service that died anew within seconds; an import repeats without harm.
async function askPatiently(auth: AuthConnection, rows: CustomerRow['credentials'][]) {
  for (const pauseMs of [...pausesMs, null]) {
    const answer = await auth.ask('import-credentials', { rows });
    if (answer.verdict === 'yes') return answer.results;
    if (pauseMs !== null) await wait(pauseMs);
  }
  throw new OperatorError('The auth service does not answer.');
}
