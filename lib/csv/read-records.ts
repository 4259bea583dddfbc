import { parse } from 'csv-parse/sync';
import type { Line } from './read-lines.ts';

const recordMaxLength = 16_384;
const unclosed = 'a quote is opened and never closed';

/** One record of a CSV file, or what stands on a line that is none. */
export type CsvRecord =
  | { line: number; fields: string[] }
  | { line: number; fault: string; text: string };

/**
 * Reads records of fields with commas between them (RFC 4180), or whatever a spreadsheet put in their place; quoted
 * fields over several lines included.
 *
 * A quote that is not closed would swallow everything after it. So a record over several lines counts
 * only when it closes within 16 KiB and has as many fields as the first record: otherwise its first
 * line alone is faulted, and reading goes on at the next.
 *
 * @param columns how many fields a record has, where that is known from elsewhere.
 */
export async function* readRecords(
  lines: AsyncGenerator<Line>,
  delimiter = ',',
  columns?: number,
): AsyncGenerator<CsvRecord> {
  const ahead: Line[] = [];
  const peek = async (index: number): Promise<Line | undefined> => {
    while (ahead.length <= index) {
      const { value, done } = await lines.next();
      if (done) return undefined;
      ahead.push(value);
    }
    return ahead[index];
  };
  let expected = columns;
  for (let first = await peek(0); first; first = await peek(0)) {
    const { record, lineCount } = await assemble(first, peek, { columns: expected, delimiter });
    ahead.splice(0, lineCount);
    if (!record) continue;
    if ('fields' in record) expected ??= record.fields.length;
    yield record;
  }
}

interface Assembled {
  record?: CsvRecord;
  lineCount: number;
}

async function assemble(
  first: Line,
  peek: (index: number) => Promise<Line | undefined>,
  { columns, delimiter }: { columns: number | undefined; delimiter: string },
): Promise<Assembled> {
  const { number: line } = first;
  const faulty = (fault: string) => ({ record: { line, fault, text: first.text }, lineCount: 1 });
  if (first.fault) return faulty(first.fault);
  if (first.text.trim() === '') return { lineCount: 1 };
  // Most lines of a million have no quote, and this is quicker by far.
  if (!first.text.includes('"')) {
    return { record: { line, fields: first.text.split(delimiter) }, lineCount: 1 };
  }
  let text = first.text;
  let lineCount = 1;
  for (let open = isOpen(first.text); open; lineCount++) {
    const next = await peek(lineCount);
    if (!next || next.fault || text.length + next.text.length > recordMaxLength) {
      return faulty(unclosed);
    }
    text += `\n${next.text}`;
    open = isOpen(next.text) ? !open : open;
  }
  const fields = parseFields(text, delimiter);
  if (lineCount > 1 && fields?.length !== (columns ?? fields?.length)) return faulty(unclosed);
  return fields ? { record: { line, fields }, lineCount } : faulty('a quote stands out of place');
}

/** Whether a line leaves a quoted field open, or closes one: an odd number of quotes does. */
function isOpen(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

function parseFields(text: string, delimiter: string): string[] | null {
  try {
    const [fields] = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
    });
    return fields ?? null;
  } catch {
    return null;
  }
}
