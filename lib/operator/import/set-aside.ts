import type { CsvRecord } from '../../csv/read-records.ts';
import { isNote } from './read-header.ts';
import { openRejectsFile } from './rejects-file.ts';

/** A record of the file that has as many columns as the header. */
export interface WholeRecord {
  line: number;
  fields: string[];
}

/** Sets rows of a file aside, as they stood, each with its line and the reason. */
export interface SetAside {
  /** Rows set aside so far. */
  count(): number;
  add(row: WholeRecord, reason: string): void;
  /** The records that can be read at all; the others are set aside on the way. */
  whole(records: AsyncIterable<CsvRecord>): AsyncGenerator<WholeRecord>;
  /** Where the rows stand; undefined while there is none. */
  file(): string | undefined;
  close(): void;
}

/**
 * @param path of the rejects file: see {@link openRejectsFile}.
 * @param header of the file that is read, in its own spelling.
 */
export function openSetAside(
  path: string,
  header: string[],
  onRejected?: (line: number, reason: string) => void,
): SetAside {
  // A rejects file that is imported again has these columns already.
  const kept = header.map((name, index) => ({ name, index })).filter(({ name }) => !isNote(name));
  const rejects = openRejectsFile(
    path,
    kept.map(({ name }) => name),
  );
  let count = 0;
  const write = (line: number, reason: string, fields: string[]) => {
    count++;
    rejects.add(line, reason, fields);
    onRejected?.(line, reason);
  };
  return {
    count: () => count,
    add: ({ line, fields }, reason) =>
      write(
        line,
        reason,
        kept.map(({ index }) => fields[index] ?? ''),
      ),
    async *whole(records) {
      for await (const record of records) {
        if ('fault' in record) write(record.line, record.fault, [record.text]);
        else if (record.fields.length === header.length) yield record;
        else {
          const { line, fields } = record;
          write(line, `has ${fields.length} columns instead of ${header.length}`, fields);
        }
      }
    },
    file: () => (count ? rejects.path : undefined),
    close: rejects.close,
  };
}
