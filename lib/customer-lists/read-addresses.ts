import { email } from '../auth/contract.ts';
import { type Line, readLines } from '../csv/read-lines.ts';
import { readRecords } from '../csv/read-records.ts';
import { NotKept } from './not-kept.ts';

/** One line of a list: an address as addresses are kept, or what stands there instead. */
export type ReadAddress = { line: number; email: string } | { line: number; bad: string };

/**
 * Reads a list of email addresses: one a line, or the column `email` of a file with columns, whatever stands between
 * them. Empty lines are skipped; nothing else is. Holds one line in memory.
 *
 * @throws {NotKept} for more lines than a list can have.
 */
export async function* readAddresses(chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadAddress> {
  const lines = bounded(readLines(chunks));
  let first = await lines.next();
  while (!first.done && first.value.text.trim() === '') first = await lines.next();
  if (first.done) return;
  const header = readHeader(first.value);
  yield* header ? readColumn(lines, header) : readEach(followedBy(first.value, lines));
}

/** An address as somebody typed or pasted it, made what addresses are kept as; null for what is none. */
function readAddress(typed: string): string | null {
  // Spreadsheets quote, and end a line with the comma of the column that was cut.
  const text = tidy(typed);
  const parsed = email.safeParse(text);
  return parsed.success ? parsed.data : null;
}

/** Longest part of a bad line that is shown. */
const shownMax = 100;

/** A line that is no address, as far as it is shown and as PostgreSQL can hold it. */
function showBad(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}').slice(0, shownMax);
}

function tidy(typed: string): string {
  return typed
    .replace(/[\s,;]+$/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
}

// Empty ones included: a small file unpacks to hundreds of millions of them.
const linesMax = 2_000_000;

async function* bounded(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  for await (const line of lines) {
    if (line.number > linesMax) throw new NotKept('too-many');
    yield line;
  }
}

interface Header {
  delimiter: string;
  column: number;
  columns: number;
}

function readHeader({ text, fault }: Line): Header | null {
  if (fault) return null;
  for (const delimiter of [',', ';', '\t']) {
    const names = text.split(delimiter).map((name) => tidy(name).toLowerCase());
    const column = names.indexOf('email');
    if (column !== -1) return { delimiter, column, columns: names.length };
  }
  return null;
}

async function* readColumn(
  lines: AsyncGenerator<Line>,
  { delimiter, column, columns }: Header,
): AsyncGenerator<ReadAddress> {
  for await (const record of readRecords(lines, delimiter, columns)) {
    const { line } = record;
    if ('fault' in record) yield { line, bad: showBad(record.text) };
    else {
      const read = readAddress(record.fields[column] ?? '');
      yield read ? { line, email: read } : { line, bad: showBad(record.fields.join(delimiter)) };
    }
  }
}

async function* readEach(lines: AsyncIterable<Line>): AsyncGenerator<ReadAddress> {
  for await (const { number: line, text, fault } of lines) {
    if (!fault && tidy(text) === '') continue;
    const read = fault ? null : readAddress(text);
    yield read ? { line, email: read } : { line, bad: showBad(tidy(text)) };
  }
}

async function* followedBy(first: Line, rest: AsyncIterable<Line>): AsyncGenerator<Line> {
  yield first;
  yield* rest;
}
