import { isIP } from 'node:net';

/** An address as a number, so that networks are ranges of numbers. */
export interface Address {
  family: 4 | 6;
  number: bigint;
}

/** Bits of an address of each family. */
export const addressBits = { 4: 32, 6: 128 } as const;

/**
 * Reads an address in any of its spellings. IPv4 in IPv6's clothes (`::ffff:a.b.c.d`) is IPv4.
 *
 * @returns null for anything else: a leading zero, which some read as octal, and a zone id too.
 */
export function readAddress(text: string): Address | null {
  const family = isIP(text);
  if (family === 4) return { family, number: fromParts(text.split('.').map(Number), 8n) };
  if (family !== 6 || text.includes('%')) return null;
  const number = fromParts(groupsOf(text), 16n);
  const isMapped = number >> 32n === 0xffffn;
  return isMapped ? { family: 4, number: number & 0xffffffffn } : { family, number };
}

/** The one spelling of an address: RFC 5952 for IPv6. */
export function printAddress({ family, number }: Address): string {
  if (family === 4) return parts(number, 4, 8n).join('.');
  const groups = parts(number, 8, 16n).map((group) => group.toString(16));
  return canonical(groups.join(':'));
}

// The URL parser brings every spelling, dotted tails included, to groups of hex digits.
function canonical(text: string): string {
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

function groupsOf(text: string): number[] {
  const [head = '', tail = ''] = canonical(text).split('::');
  const read = (part: string) =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const [before, after] = [read(head), read(tail)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function fromParts(values: number[], bits: bigint): bigint {
  return values.reduce((number, value) => (number << bits) | BigInt(value), 0n);
}

function parts(number: bigint, count: number, bits: bigint): number[] {
  const mask = (1n << bits) - 1n;
  return Array.from({ length: count }, (_, index) =>
    Number((number >> (bits * BigInt(count - 1 - index))) & mask),
  );
}
