import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readLines } from './read-lines.ts';
import { type CsvRecord, readRecords } from './read-records.ts';

async function read(text: string | Buffer, chunkSize = 7): Promise<CsvRecord[]> {
  const bytes = Buffer.from(text as string);
  const chunks = Readable.from(
    Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) =>
      bytes.subarray(index * chunkSize, (index + 1) * chunkSize),
    ),
  );
  return Array.fromAsync(readRecords(readLines(chunks)));
}

describe('records of a CSV file', () => {
  test('read alike whatever the line ends, a byte order mark, and blank lines', async () => {
    const expected = [
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', 'é'] },
    ];
    for (const text of [
      'a,b\n1,é\n',
      'a,b\r\n1,é\r\n',
      'a,b\n1,é',
      '\u{feff}a,b\n1,é\n\n',
      'a,b\n1,"é"',
    ]) {
      expect(await read(text), JSON.stringify(text)).toEqual(expected);
    }
  });

  test('may hold quoted commas, quotes and line ends', async () => {
    expect(await read('a,b\n"x, ""y""","two\r\nlines"\n3,4\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x, "y"', 'two\nlines'] },
      { line: 4, fields: ['3', '4'] },
    ]);
  });

  test('lose one line, not the rest, to a quote that is never closed', async () => {
    const rest = Array.from({ length: 2_000 }, (_, index) => `${index},row`).join('\n');
    const records = await read(`a,b\n"1,2\n${rest}\n`, 4_096);
    expect(records[1]).toEqual({
      line: 2,
      fault: 'a quote is opened and never closed',
      text: '"1,2',
    });
    expect(records.slice(2)).toHaveLength(2_000);
    expect(records.at(-1)).toEqual({ line: 2_002, fields: ['1999', 'row'] });
  });

  test('lose one line each to two broken quotes that seem to close each other', async () => {
    const records = await read('a,b\n"1,2\n3,4\n5,"6\n7,8\n');
    expect(records.map((record) => [record.line, 'fault' in record])).toEqual([
      [1, false],
      [2, true],
      [3, false],
      [4, true],
      [5, false],
    ]);
  });

  test('are faulted, each alone, for bytes that are not UTF-8, endless lines and quotes out of place', async () => {
    const records = await read(
      Buffer.concat([
        Buffer.from('a,b\n1,'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(`\n2,${'x'.repeat(70_000)}\n3,a"b"c\n4,ok\n`),
      ]),
      4_096,
    );
    expect(records.map((record) => ('fault' in record ? record.fault : record.fields))).toEqual([
      ['a', 'b'],
      'not UTF-8',
      'longer than 64 KiB',
      'a quote stands out of place',
      ['4', 'ok'],
    ]);
  });
});
