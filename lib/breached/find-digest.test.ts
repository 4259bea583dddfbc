import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DamagedList, findDigest } from './find-digest.ts';
import { digestBytes, headerBytes, makeHeader, parseHeader } from './hash-file.ts';

const entries = 200_000;
const sha1 = (text: string) => createHash('sha1').update(text).digest();

function listOf(digests: Buffer[]) {
  const sorted = Buffer.concat(digests.toSorted(Buffer.compare));
  let reads = 0;
  let bytes = 0;
  return {
    sorted,
    async has(digest: Buffer) {
      reads = 0;
      bytes = 0;
      const read = async (position: number, length: number) => {
        reads++;
        bytes += length;
        const from = position - headerBytes;
        return sorted.subarray(from, from + length);
      };
      return findDigest(read, digests.length, digest);
    },
    cost: () => ({ reads, bytes }),
  };
}

const even = Array.from({ length: entries }, (_, at) => sha1(`password ${at}`));
// Nothing that a guess by proportion could go by: all but one begin alike.
const crowded = Array.from({ length: entries }, (_, at) => {
  const digest = Buffer.alloc(digestBytes);
  digest.writeUInt32BE(at, 16);
  return at === entries - 1 ? Buffer.alloc(digestBytes, 0xff) : digest;
});

describe.each([
  ['spread evenly', even],
  ['crowded in one place', crowded],
])('in a list of 200,000 %s', (_, digests) => {
  const list = listOf(digests);
  const at = (index: number) =>
    Buffer.from(list.sorted.subarray(index * digestBytes, (index + 1) * digestBytes));
  const most = 2 * Math.ceil(Math.log2(entries));

  it('the first, the last and those between are found, by a few reads', async () => {
    for (let index = 0; index < entries; index += 1_999) {
      expect(await list.has(at(index))).toBe(true);
      expect(list.cost().reads).toBeLessThanOrEqual(most);
    }
    for (const index of [0, 1, entries - 2, entries - 1]) {
      expect(await list.has(at(index))).toBe(true);
    }
  });

  it('those just before and after one, and below and above all, are not', async () => {
    const next = (digest: Buffer, step: bigint) => {
      const value = BigInt(`0x${digest.toString('hex')}`) + step;
      return Buffer.from(value.toString(16).padStart(40, '0'), 'hex');
    };
    const known = new Set(digests.map((one) => one.toString('hex')));
    let tried = 0;
    for (let index = 1; index < entries - 1; index += 4_999) {
      for (const step of [-1n, 1n]) {
        const digest = next(at(index), step);
        if (known.has(digest.toString('hex'))) continue;
        tried++;
        expect(await list.has(digest)).toBe(false);
        expect(list.cost().reads).toBeLessThanOrEqual(most);
      }
    }
    if (digests === even) expect(tried).toBeGreaterThan(50);
    const between = Buffer.alloc(digestBytes, 0x80);
    expect(await list.has(between)).toBe(false);
    expect(list.cost().reads).toBeLessThanOrEqual(most);
    if (digests === even) {
      expect(await list.has(Buffer.alloc(digestBytes))).toBe(false);
      expect(await list.has(Buffer.alloc(digestBytes, 0xff))).toBe(false);
    }
  });
});

it('takes a handful of reads of a page each where digests are spread evenly', async () => {
  const list = listOf(even);
  for (let at = 0; at < 500; at++) {
    await list.has(sha1(`other ${at}`));
    expect(list.cost().reads).toBeLessThanOrEqual(8);
    expect(list.cost().bytes).toBeLessThan(32_768);
  }
});

it('finds the only one of a list of one', async () => {
  const list = listOf([sha1('one')]);
  expect(await list.has(sha1('one'))).toBe(true);
  expect(await list.has(sha1('other'))).toBe(false);
});

it('a list out of order or cut short is seen to be damaged', async () => {
  const backwards = Buffer.concat(even.toSorted(Buffer.compare).toReversed());
  const read = async (position: number, length: number) =>
    backwards.subarray(position - headerBytes, position - headerBytes + length);
  await expect(findDigest(read, entries, sha1('x'))).rejects.toThrow(DamagedList);
  const nothing = async () => Buffer.alloc(0);
  await expect(findDigest(nothing, entries, sha1('x'))).rejects.toThrow(DamagedList);
});

it('a header that was altered, or that does not fit the file, is none', () => {
  const header = makeHeader({ count: 3, source: createHash('sha256').digest() });
  const size = headerBytes + 3 * digestBytes;
  expect(parseHeader(header, size)?.count).toBe(3);
  for (const wrong of [size - 1, size + 1, size + digestBytes, headerBytes, 0]) {
    expect(parseHeader(header, wrong)).toBeNull();
  }
  for (let at = 0; at < header.length; at++) {
    const altered = Buffer.from(header);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(parseHeader(altered, size)).toBeNull();
  }
  const empty = makeHeader({ count: 0, source: createHash('sha256').digest() });
  expect(parseHeader(empty, headerBytes)).toBeNull();
});
