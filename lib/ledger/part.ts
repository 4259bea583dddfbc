import type { Leaf } from './leaf.ts';

/** Leaves a part: a power of two, so that the root over the parts' roots is the root over all. */
export const partMax = 1_024;

const leafBytes = 64;

/** Leaves as a part keeps them: customer, length, head and passing, 64 bytes each. */
export function packLeaves(leaves: readonly Leaf[]): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(leaves.length * leafBytes);
  leaves.forEach(({ customer, length, head, passing }, index) => {
    const at = index * leafBytes;
    bytes.write(customer.replaceAll('-', ''), at, 'hex');
    bytes.writeBigUInt64BE(BigInt(length), at + 16);
    bytes.write(head, at + 24, 'hex');
    bytes.writeBigUInt64BE(BigInt(passing), at + 56);
  });
  return Uint8Array.from(bytes);
}

/** Reads what {@link packLeaves} wrote. */
export function unpackLeaves(packed: Uint8Array): Leaf[] {
  const bytes = Buffer.from(packed);
  return Array.from({ length: bytes.length / leafBytes }, (_, index) => {
    const leaf = bytes.subarray(index * leafBytes, (index + 1) * leafBytes);
    const id = leaf.toString('hex', 0, 16);
    return {
      customer: [0, 8, 12, 16, 20].map((from, n, at) => id.slice(from, at[n + 1])).join('-'),
      length: Number(leaf.readBigUInt64BE(16)),
      head: leaf.toString('hex', 24, 56),
      passing: Number(leaf.readBigUInt64BE(56)),
    };
  });
}
