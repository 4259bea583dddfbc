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
  | { row: CustomerRow; result: 'imported' | 'present' }
  | { row: CustomerRow; result: 'rejected'; reason: string };

export interface BatchParts {
  auth: AuthConnection;
  pool: Pool;
  alsoInsert?: AlsoInsert | undefined;
}

/** The auth service could not be asked: what was answered before stands. */
export class AuthUnavailable extends OperatorError {}

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
 * @throws {AuthUnavailable} when the auth service does not answer, asked three times.
 */
export async function importBatch(parts: BatchParts, rows: CustomerRow[]): Promise<RowResult[]> {
  const known = await findCustomerIds(
    parts.pool,
    rows.map(({ email }) => email),
  );
  const answers = await askPatiently(
    parts.auth,
    rows.map(({ email, credentials }) => ({
      ...credentials,
      subject: known.get(email) ?? credentials.subject,
    })),
  );
  const taken: Subject[] = [];
  for (const [index, row] of rows.entries()) {
    const answer = answers[index];
    if (!answer) throw new AuthUnavailable('The auth service left rows unanswered.');
    if (answer.result !== 'rejected' && !isAnother(known, row, answer.subject)) {
      taken.push({ ...row, id: answer.subject });
    }
  }
  const added = await insertCustomers(parts.pool, taken, parts.alsoInsert);
  return rows.map((row, index) => outcomeOf(row, answers[index] as Answer));

  function outcomeOf(row: CustomerRow, answer: Answer): RowResult {
    if (answer.result === 'rejected') {
      return { row, result: 'rejected', reason: reasons[answer.because] };
    }
    if (isAnother(known, row, answer.subject)) {
      return { row, result: 'rejected', reason: anotherCustomer };
    }
    const isNew = answer.result === 'imported' || added.has(answer.subject);
    return { row, result: isNew ? 'imported' : 'present' };
  }
}

function isAnother(known: Map<string, string>, row: CustomerRow, subject: string): boolean {
  return (known.get(row.email) ?? subject) !== subject;
}

// The launcher starts a service that died anew within seconds; an import repeats without harm.
async function askPatiently(auth: AuthConnection, rows: CustomerRow['credentials'][]) {
  for (const pauseMs of [...pausesMs, null]) {
    const answer = await auth.ask('import-credentials', { rows });
    if (answer.verdict === 'yes') return answer.results;
    if (pauseMs !== null) await wait(pauseMs);
  }
  throw new AuthUnavailable('The auth service does not answer.');
}
