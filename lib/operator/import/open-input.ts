import { constants, createReadStream, openSync, type ReadStream, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { addAbortSignal, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Interrupted, OperatorError } from '../operator-error.ts';

/** A file being read; closed when it is disposed of. */
export interface Input extends Disposable {
  chunks: AsyncIterable<Buffer>;
  /** Share of the file that has been read, 0 to 1; undefined where its size is unknown. */
  progress(): number | undefined;
}

/**
 * Opens a file for streaming, unpacking it when its name ends in `.gz`.
 *
 * @param signal ends the reading, which is no end of the file, also where a pipe says nothing.
 * @throws {OperatorError} when it cannot be read, at once or later; {Interrupted} by the signal.
 */
export async function openInput(file: string, signal?: AbortSignal): Promise<Input> {
  const found = await look(file);
  const stream: Socket | ReadStream = found.isFIFO() ? openPipe(file) : createReadStream(file);
  const unpacked = file.endsWith('.gz') ? createGunzip() : null;
  // `pipe` does not hand errors on: unhanded, a file that vanishes would leave us waiting.
  if (unpacked) stream.on('error', (error: Error) => unpacked.destroy(error)).pipe(unpacked);
  return {
    ...read(file, stream, unpacked ?? stream, signal),
    progress: () => (found.size ? Math.min(1, stream.bytesRead / found.size) : undefined),
  };
}

/** Standard input, read as a file is. */
export function openStandardInput(signal?: AbortSignal): Input {
  return {
    ...read('Standard input', process.stdin, process.stdin, signal),
    progress: () => undefined,
  };
}

function read(name: string, source: Readable, chunks: Readable, signal: AbortSignal | undefined) {
  if (signal) addAbortSignal(signal, source);
  return {
    chunks: explained(name, chunks, signal),
    [Symbol.dispose]: () => {
      source.destroy();
    },
  };
}

// A read of a file cannot be taken back, and of a pipe that says nothing it would never end. A socket only listens.
function openPipe(file: string): Socket {
  try {
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function look(file: string): Promise<Stats> {
  try {
    await access(file, constants.R_OK);
    const found = await stat(file);
    if (found.isDirectory()) throw new OperatorError(`${file} is a folder.`);
    return found;
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): OperatorError {
  if (error instanceof OperatorError) return error;
  return new OperatorError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
}

async function* explained(file: string, chunks: AsyncIterable<Buffer>, signal?: AbortSignal) {
  try {
    yield* chunks;
  } catch (error) {
    if (signal?.aborted) {
      throw new Interrupted(
        'Stopped before the first row, as you asked. Run the same command again to go on.',
        { imported: 0, present: 0, rejected: 0, stoppedAfterLine: 0 },
      );
    }
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`${file} cannot be read any further (${code ?? 'unknown'}).`);
  }
}
