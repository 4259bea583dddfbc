import type { Pool } from 'pg';
import { readLines } from '../csv/read-lines.ts';
import { type CsvRecord, readRecords } from '../csv/read-records.ts';
import { fromDatabase } from './import/import-batch.ts';
import { openImportKeys } from './import/import-keys.ts';
import { findCustomerIds } from './import/insert-customers.ts';
import { insertSignIns } from './import/insert-sign-ins.ts';
import { openInput } from './import/open-input.ts';
import { rejectsPath } from './import/rejects-file.ts';
import { openSetAside } from './import/set-aside.ts';
import { readSignIn, readSignInColumns, type SignInRow } from './import/sign-in-row.ts';
import { type ImportSummary, stopped } from './import-customers.ts';
import { stopIfAsked } from './interruption.ts';
import { Interrupted } from './operator-error.ts';

const batchMaxRows = 2_000;

export interface SignInImport {
  /** Of database `manager`, as `operator_app`. */
  pool: Pool;
  file: string;
  /** Where rejected rows go; beside the file when not given. */
  rejectsFile?: string;
  onRejected?: (line: number, reason: string) => void;
  /** Called after each batch with the share of the file read and the rows dealt with. */
  onProgress?: (share: number | undefined, rows: number) => void;
  /** Ends it after the batch in hand. */
  signal?: AbortSignal;
}

/**
 * Takes over the sign-ins of an older system from a CSV file into the customers' histories. Repeating it
 * adds nothing. A row that cannot be taken, and one of somebody who is no customer, is set aside.
 *
 * @throws {ImportStopped} when the database stops answering, or a file cannot be read or written further.
 * @throws {OperatorError} when the file cannot be read or has no proper header.
 */
export async function importSignIns(options: SignInImport): Promise<ImportSummary> {
  const { file, pool } = options;
  using input = await openInput(file, options.signal);
  const records = readRecords(readLines(input.chunks));
  const header = (await records.next()).value as CsvRecord | undefined;
  const columns = readSignInColumns(header);
  const names = header && 'fields' in header ? header.fields : [];
  const path = options.rejectsFile ?? rejectsPath(file);
  const setAside = openSetAside(path, names, options.onRejected);
  const counts = { imported: 0, present: 0 };
  const keyOf = openImportKeys();
  let lastLine = 0;
  let interrupted = false;

  async function take(batch: { row: SignInRow; key: Buffer }[]) {
    const emails = [...new Set(batch.map(({ row }) => row.email))];
    const ids = await fromDatabase(() => findCustomerIds(pool, emails));
    const known = batch.flatMap(({ row, key }) => {
      const customerId = ids.get(row.email);
      if (!customerId) setAside.add(row, 'email belongs to no customer');
      return customerId ? [{ customerId, row, key }] : [];
    });
    const added = await fromDatabase(() => insertSignIns(pool, known));
    counts.imported += added;
    counts.present += known.length - added;
    lastLine = batch.at(-1)?.row.line ?? lastLine;
    options.onProgress?.(input.progress(), counts.imported + counts.present + setAside.count());
  }

  try {
    const now = new Date();
    let batch: { row: SignInRow; key: Buffer }[] = [];
    for await (const record of setAside.whole(records)) {
      const row = readSignIn(record, columns, now);
      if (typeof row === 'string') setAside.add(record, row);
      else batch.push({ row, key: keyOf(row) });
      if (batch.length === batchMaxRows) {
        await take(batch);
        batch = [];
        stopIfAsked(options.signal);
      }
    }
    if (batch.length > 0) await take(batch);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw stopped(error, lastLine);
    interrupted = true;
  } finally {
    setAside.close();
  }
  const summary = { ...counts, rejected: setAside.count(), rejectsFile: setAside.file() };
  return interrupted ? { ...summary, stoppedAfterLine: lastLine } : summary;
}
