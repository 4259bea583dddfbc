import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { NotKept } from './not-kept.ts';

/** Largest list, unpacked, bytes: a million lines of the longest addresses, in UTF-8. */
export const unpackedMaxBytes = 256 * 1_024 * 1_024;

/**
 * The content of a file, unpacked where it is packed with gzip, whatever its name says.
 *
 * @throws {NotKept} while it is read: where it cannot be unpacked, or grows beyond all bounds.
 */
export async function* unpack(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of await inflate(packed)) {
      size += chunk.length;
      // Small files unpack to huge ones: what comes after is never made.
      if (size > unpackedMaxBytes) throw new NotKept('too-many');
      yield chunk;
    }
  } catch (error) {
    throw error instanceof NotKept ? error : new NotKept('unreadable');
  }
}

async function inflate(packed: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const chunks = packed[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return Readable.from([]);
  const whole = Readable.from(startingWith(first.value, chunks));
  const isPacked = first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (!isPacked) return whole;
  const gunzip = createGunzip();
  // `pipe` does not hand errors on: unhanded, a file that breaks off would leave us waiting.
  whole.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  return gunzip;
}

async function* startingWith(first: Buffer, rest: AsyncIterator<Buffer>) {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
