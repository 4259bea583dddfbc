import { readFileSync } from 'node:fs';
import { type Address, readAddress } from '../addresses/address.ts';
import { dataFile } from './data-file.ts';

/** Who runs the part of the internet that an address is in. */
export interface Network {
  /** Of its autonomous system. */
  number: number;
  /** What it calls itself: a stranger's words, on one line and not long. May be empty. */
  name: string;
}

const nameMax = 60;

/**
 * The network that an address is announced by, from data shipped with the program: no address of a customer's is sent
 * anywhere. Data: RouteViews, DB-IP and NRO, CC BY 4.0: the foot of each page says so.
 *
 * @returns null where none is known, and for what is no address.
 */
export function findNetwork(address: string): Network | null {
  const wanted = readAddress(address);
  if (!wanted) return null;
  const line = lastLineUpTo(tableOf(wanted.family), wanted.number);
  const [, first, last, number, name = ''] = /^(\d+),(\d+),(\d{1,10}),(.*)$/s.exec(line) ?? [];
  if (first === undefined || last === undefined) return null;
  if (BigInt(first) > wanted.number || BigInt(last) < wanted.number) return null;
  return { number: Number(number), name: clean(name) };
}

const files = { 4: 'asn-ipv4-num.csv', 6: 'asn-ipv6-num.csv' } as const;
const tables: Partial<Record<Address['family'], Buffer>> = {};

// Searched as the text it is: to parse 33 MB first takes seconds, and holds more memory than the text does.
function tableOf(family: Address['family']): Buffer {
  tables[family] ??= readTable(files[family]);
  return tables[family];
}

// What is only shown to people is not worth a page that fails.
function readTable(name: string): Buffer {
  try {
    return readFileSync(dataFile('@ip-location-db/asn', name));
  } catch {
    return Buffer.alloc(0);
  }
}

const [newline, comma] = [0x0a, 0x2c];

/** Of lines that begin with ascending numbers, the last whose number is not above the one wanted. */
function lastLineUpTo(table: Buffer, wanted: bigint): string {
  const digits = Buffer.from(wanted.toString());
  let found = { start: 0, end: 0 };
  for (let [from, to] = [0, table.length]; from < to; ) {
    const middle = (from + to) >> 1;
    const start = middle > 0 ? table.lastIndexOf(newline, middle - 1) + 1 : 0;
    const next = table.indexOf(newline, middle);
    const end = next < 0 ? table.length : next;
    if (isUpTo(table, start, digits)) {
      found = { start, end };
      from = end + 1;
    } else {
      to = start;
    }
  }
  return table.toString('utf8', found.start, found.end);
}

// Without leading zeros the longer number is the greater one.
function isUpTo(table: Buffer, start: number, digits: Buffer): boolean {
  const end = table.indexOf(comma, start);
  const length = end - start;
  if (length !== digits.length) return length < digits.length;
  return digits.compare(table, start, end) >= 0;
}

// By hand: csv-parse takes 55 µs for a line, which a page of fifty would feel.
function clean(cell: string): string {
  const quoted = /^"(.*)"$/s.exec(cell)?.[1];
  const text = quoted === undefined ? cell : quoted.replaceAll('""', '"');
  // Control characters, and those that turn the direction of writing, would change what stands around it.
  const letters = [...text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()];
  return letters.length > nameMax ? `${letters.slice(0, nameMax - 1).join('')}…` : letters.join('');
}
