import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Interrupted, OperatorError } from '../operator-error.ts';

/** A file being read. */
export interface Input {
  chunks: AsyncIterable<Buffer>;
  /** Share of the file that has been read, 0 to 1; undefined where its size is unknown. */
  progress(): number | undefined;
}

/**
 * Opens a file for streaming, unpacking it when its name ends in `.gz`.
 *
 * @param signal ends the reading, which is no end of the file.
 * @throws {OperatorError} when it cannot be read, at once or later; {Interrupted} by the signal.
 */
export async function openInput(file: string, signal?: AbortSignal): Promise<Input> {
  const size = await sizeOf(file);
  const stream = createReadStream(file, signal && { signal });
  const unpacked = file.endsWith('.gz') ? createGunzip() : null;
  // `pipe` does not hand errors on: unhanded, a file that vanishes would leave us waiting.
  if (unpacked) stream.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  return {
    chunks: explained(file, unpacked ?? stream, signal),
    progress: () => (size ? Math.min(1, stream.bytesRead / size) : undefined),
  };
}

async function sizeOf(file: string): Promise<number> {
  try {
    await access(file, constants.R_OK);
    const found = await stat(file);
    if (found.isDirectory()) throw new OperatorError(`${file} is a folder.`);
    return found.isFile() ? found.size : 0;
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

async function* explained(file: string, chunks: AsyncIterable<Buffer>, signal?: AbortSignal) {
  try {
    yield* chunks;
  } catch (error) {
    if (signal?.aborted) throw new Interrupted('It was interrupted.');
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`${file} cannot be read any further (${code ?? 'unknown'}).`);
  }
}
