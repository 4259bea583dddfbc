import { digestBytes, headerBytes } from './hash-file.ts';

/** Reads so many bytes of the file from a position on. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** The file is not what its header says: cut short, or out of order. */
export class DamagedList extends Error {}

/** What is read at once: about a disk page. */
const blockEntries = 200;
const guesses = 3;

interface Range {
  from: number;
  /** One past the last. */
  to: number;
  low: Buffer;
  high: Buffer;
}

/**
 * Looks a digest up by positioned reads, a block each. Digests are spread evenly, so guessing the place by
 * proportion takes a handful of reads; after three, every second step halves what is left, so that no list
 * takes more than twice its logarithm.
 *
 * @throws {DamagedList} when what is read cannot stand where it stands.
 */
export async function findDigest(read: ReadAt, count: number, digest: Buffer): Promise<boolean> {
  const [low, high] = [Buffer.alloc(digestBytes), Buffer.alloc(digestBytes, 0xff)];
  const range: Range = { from: 0, to: count, low, high };
  for (let step = 0; range.from < range.to; step++) {
    const middle =
      step < guesses || step % 2 ? guess(range, digest) : Math.floor((range.from + range.to) / 2);
    const entries = Math.min(blockEntries, range.to - range.from);
    const from = Math.min(range.to - entries, Math.max(range.from, middle - (entries >> 1)));
    const block = await readDigests(read, from, entries);
    const [first, last] = [entry(block, 0), entry(block, entries - 1)];
    const fits = first.compare(range.low) >= 0 && last.compare(range.high) <= 0;
    if (!fits || first.compare(last) > 0) throw new DamagedList();
    if (digest.compare(first) < 0) {
      range.to = from;
      range.high = first;
    } else if (digest.compare(last) > 0) {
      range.from = from + entries;
      range.low = last;
    } else {
      return holds(block, digest);
    }
  }
  return false;
}

// Six bytes are exact in a number, and tell the entries of any list there is apart.
function guess({ from, to, low, high }: Range, digest: Buffer): number {
  const start = low.readUIntBE(0, 6);
  const end = high.readUIntBE(0, 6);
  const share = end > start ? (digest.readUIntBE(0, 6) - start) / (end - start) : 0.5;
  return from + Math.floor(share * (to - from));
}

async function readDigests(read: ReadAt, at: number, entries: number): Promise<Buffer> {
  const length = entries * digestBytes;
  const bytes = await read(headerBytes + at * digestBytes, length);
  if (bytes.length !== length) throw new DamagedList();
  return bytes;
}

function entry(block: Buffer, index: number): Buffer {
  return block.subarray(index * digestBytes, (index + 1) * digestBytes);
}

function holds(block: Buffer, digest: Buffer): boolean {
  for (let index = 0; index < block.length / digestBytes; index++) {
    if (entry(block, index).equals(digest)) return true;
  }
  return false;
}
