import { readLines } from '../csv/read-lines.ts';
import { type CsvRecord, readRecords } from '../csv/read-records.ts';
import { readColumns } from './import/customer-columns.ts';
import { type CustomerRow, readCustomer } from './import/customer-row.ts';
import type { BatchParts } from './import/import-batch.ts';
import { importBatch } from './import/import-batch.ts';
import { makeBatches } from './import/make-batches.ts';
import { openInput } from './import/open-input.ts';
import { rejectsPath } from './import/rejects-file.ts';
import { openSeenEmails } from './import/seen-emails.ts';
import { openSetAside } from './import/set-aside.ts';
import { stopIfAsked } from './interruption.ts';
import { Interrupted, OperatorError } from './operator-error.ts';

export interface ImportOptions extends BatchParts {
  file: string;
  /** Where rejected rows go; beside the file when not given. */
  rejectsFile?: string;
  /** Language of customers whose row names none. */
  language: 'en' | 'fr';
  onRejected?: (line: number, reason: string) => void;
  /** Called after each batch with the share of the file read and the rows dealt with. */
  onProgress?: (share: number | undefined, rows: number) => void;
  /** Ends it after the batch in hand. */
  signal?: AbortSignal;
}

/** What became of the rows of a file. */
export interface ImportSummary {
  imported: number;
  present: number;
  rejected: number;
  /** Undefined when nothing was rejected. */
  rejectsFile: string | undefined;
  /** The last line of the file that was dealt with, where it was asked to end before the file did. */
  stoppedAfterLine?: number;
}

/** An import that ended early. What it had done stands; running it again goes on from there. */
class ImportStopped extends OperatorError {}

/**
 * Takes over customers of an older system from a CSV file. Repeating it changes nothing: rows are known
 * by their email. A row that cannot be taken is set aside with its reason and stops nothing else.
 *
 * @throws {ImportStopped} when the auth service or the database stops answering, or a file cannot be read
 *   or written any further.
 * @throws {OperatorError} when the file cannot be read or has no proper header.
 */
export async function importCustomers(options: ImportOptions): Promise<ImportSummary> {
  const { file, language } = options;
  using input = await openInput(file, options.signal);
  const records = readRecords(readLines(input.chunks));
  const header = (await records.next()).value as CsvRecord | undefined;
  const columns = readColumns(header);
  const names = header && 'fields' in header ? header.fields : [];
  const setAside = openSetAside(
    options.rejectsFile ?? rejectsPath(file),
    names,
    options.onRejected,
  );
  const counts = { imported: 0, present: 0 };

  async function* readable(): AsyncGenerator<CustomerRow> {
    const seen = openSeenEmails();
    const defaults = { language, now: new Date() };
    for await (const record of setAside.whole(records)) {
      const row = readCustomer(record, columns, defaults);
      const before = typeof row === 'string' ? undefined : seen.findOrNote(row.email, record.line);
      if (typeof row === 'string') setAside.add(record, row);
      else if (before) setAside.add(record, `duplicate of line ${before}`);
      else yield row;
    }
  }

  let lastLine = 0;
  let interrupted = false;
  try {
    for await (const batch of makeBatches(readable())) {
      for (const result of await importBatch(options, batch)) {
        if (result.result === 'rejected') setAside.add(result.row, result.reason);
        else counts[result.result]++;
      }
      lastLine = batch.at(-1)?.line ?? lastLine;
      options.onProgress?.(input.progress(), counts.imported + counts.present + setAside.count());
      stopIfAsked(options.signal);
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw stopped(error, lastLine);
    interrupted = true;
  } finally {
    setAside.close();
  }
  const summary = { ...counts, rejected: setAside.count(), rejectsFile: setAside.file() };
  return interrupted ? { ...summary, stoppedAfterLine: lastLine } : summary;
}

/** The error as it is told: what is done, and that the same command goes on from there. */
export function stopped(error: unknown, lastLine: number): unknown {
  if (!(error instanceof OperatorError)) return error;
  const done = lastLine ? `Everything up to line ${lastLine} is done.` : 'Nothing was imported.';
  return new ImportStopped(`${error.message} ${done} Run the same command again to go on.`);
}
