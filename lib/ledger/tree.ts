import { createHash } from 'node:crypto';
import { type Leaf, leafText } from './leaf.ts';

/** The hash of a leaf in a Merkle tree as RFC 6962 has it. */
export function leafHash(leaf: Leaf): Buffer {
  return createHash('sha256').update('\0').update(leafText(leaf)).digest();
}

/**
 * The root over hashes. Over the roots of equal parts, each of a power of two but the last, it is the same as over all
 * that is in them: so a million leaves are never in memory.
 */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (only === undefined) throw new Error('nothing has no root');
  if (hashes.length === 1) return only;
  const split = splitOf(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

/** The hashes that lead from one of these up to the root, lowest first. */
export function pathOf(hashes: readonly Buffer[], place: number): Buffer[] {
  if (hashes.length <= 1) return [];
  const split = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return place < split
    ? [...pathOf(left, place), rootOf(right)]
    : [...pathOf(right, place - split), rootOf(left)];
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update('\x01').update(left).update(right).digest();
}

/** The largest power of two below. */
function splitOf(count: number): number {
  return 2 ** (31 - Math.clz32(count - 1));
}
