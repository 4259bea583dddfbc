import { createHash } from 'node:crypto';

/**
 * The file of breached passwords that the operator imports and the auth service looks up: a header of 64
 * bytes, then the SHA-1 digests, 20 bytes each, in strictly ascending order, and nothing else.
 *
 * Header: the magic, the count (big-endian), SHA-256 of the text it was made from, and the first bytes of
 * SHA-256 of all that.
 */
export const headerBytes = 64;
export const digestBytes = 20;

const magic = Buffer.from('BKBRCH01');

export interface HashFileHeader {
  count: number;
  /** SHA-256 of the list it was made from. */
  source: Buffer;
}

export function makeHeader({ count, source }: HashFileHeader): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(count));
  return seal(Buffer.concat([magic, number, source]));
}

/**
 * Reads a header.
 *
 * @param fileBytes length of the whole file.
 * @returns null for one that is damaged, or that does not fit the length.
 */
export function parseHeader(bytes: Buffer, fileBytes: number): HashFileHeader | null {
  if (bytes.length !== headerBytes) return null;
  const content = bytes.subarray(0, 48);
  if (!content.subarray(0, 8).equals(magic) || !seal(content).equals(bytes)) return null;
  const count = Number(content.readBigUInt64BE(8));
  const fits = count > 0 && headerBytes + count * digestBytes === fileBytes;
  return fits ? { count, source: Buffer.from(content.subarray(16)) } : null;
}

function seal(content: Buffer): Buffer {
  const sum = createHash('sha256').update(content).digest().subarray(0, 16);
  return Buffer.concat([content, sum]);
}
