import { digestBytes } from '../../breached/hash-file.ts';
import { OperatorError } from '../operator-error.ts';

const hexDigits = digestBytes * 2;
/** 40 digits, a colon, a count, CRLF. */
const lineMaxBytes = 64;
const digitOf = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  digitOf[digit.charCodeAt(0)] = value;
  digitOf[digit.toUpperCase().charCodeAt(0)] = value;
}

/**
 * Turns the text of an ordered list of hashes into digests, as it is read: `SHA1:COUNT`, a line each,
 * ending in LF or CRLF, strictly ascending. Holds one chunk.
 *
 * @throws {OperatorError} at the first line that is none or out of order; no line is skipped.
 */
export async function* parseHashes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let line = 0;
  let last: Buffer = Buffer.alloc(0);
  let left: Buffer = Buffer.alloc(0);

  const take = (text: Buffer, out: Buffer, at: number) => {
    line++;
    const fault = parseLine(text, out.subarray(at, at + digestBytes));
    if (fault) throw new OperatorError(`line ${line}: ${fault}.`);
    const digest = out.subarray(at, at + digestBytes);
    const order = last.compare(digest);
    if (order >= 0) {
      const words = order === 0 ? 'the hash of the line before, again' : 'not in ascending order';
      throw new OperatorError(`line ${line}: ${words}. Take the list that is ordered by hash.`);
    }
    last = digest;
  };

  for await (const chunk of chunks) {
    const bytes = left.length ? Buffer.concat([left, chunk]) : chunk;
    // No line is shorter than its digits.
    const out = Buffer.alloc((Math.floor(bytes.length / hexDigits) + 1) * digestBytes);
    let [from, filled] = [0, 0];
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      take(bytes.subarray(from, end), out, filled);
      filled += digestBytes;
      from = end + 1;
    }
    left = Buffer.from(bytes.subarray(from));
    if (left.length > lineMaxBytes) throw new OperatorError(`line ${line + 1}: ${notALine}.`);
    if (filled) yield out.subarray(0, filled);
  }
  if (left.length) {
    const out = Buffer.alloc(digestBytes);
    take(left, out, 0);
    yield out;
  }
}

const notALine = 'not a SHA-1 in hex, a colon and a count';

/** Writes a line's digest. @returns what is wrong with it, never what is in it. */
function parseLine(text: Buffer, into: Buffer): string | null {
  const end = text.at(-1) === 13 ? text.length - 1 : text.length;
  if (end <= hexDigits + 1 || end > lineMaxBytes || text[hexDigits] !== 58) return notALine;
  for (let at = 0; at < digestBytes; at++) {
    const high = digitOf[text[at * 2] ?? 0] ?? -1;
    const low = digitOf[text[at * 2 + 1] ?? 0] ?? -1;
    if (high < 0 || low < 0) return notALine;
    into[at] = high * 16 + low;
  }
  for (let at = hexDigits + 1; at < end; at++) {
    const byte = text[at] ?? 0;
    if (byte < 48 || byte > 57) return notALine;
  }
  return null;
}
