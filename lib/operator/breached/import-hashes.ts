import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { digestBytes, headerBytes, makeHeader } from '../../breached/hash-file.ts';
import { OperatorError } from '../operator-error.ts';
import { parseHashes } from './parse-hashes.ts';

/**
 * Writes the list that the auth service looks breached passwords up in. The one there is replaced in one
 * step, once the new one is whole and on the disk, or not at all.
 *
 * @param chunks the text of the ordered list.
 * @param target the file; beside it is written `<target>.new` meanwhile.
 * @returns how many hashes it holds.
 * @throws {OperatorError} naming the line, when the text is not what it should be.
 */
export async function importHashes(
  chunks: AsyncIterable<Buffer>,
  target: string,
  onProgress: (count: number) => void = () => {},
): Promise<number> {
  const beside = `${target}.new`;
  const file = await openNew(beside);
  try {
    const count = await write(file, chunks, onProgress);
    await file.sync();
    await file.close();
    await rename(beside, target);
    await syncFolder(path.dirname(target));
    return count;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(beside, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw new OperatorError('The disk is full. The list is as it was.');
    throw error;
  }
}

async function write(
  file: FileHandle,
  chunks: AsyncIterable<Buffer>,
  onProgress: (count: number) => void,
): Promise<number> {
  const source = createHash('sha256');
  let count = 0;
  const hashed = (async function* () {
    for await (const chunk of chunks) {
      source.update(chunk);
      yield chunk;
    }
  })();
  for await (const digests of parseHashes(hashed)) {
    await writeAll(file, digests, headerBytes + count * digestBytes);
    count += digests.length / digestBytes;
    onProgress(count);
  }
  if (count === 0) throw new OperatorError('The list holds no hash.');
  // Last: without its header a file that was cut off is no list.
  await writeAll(file, makeHeader({ count, source: source.digest() }), 0);
  return count;
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      code === 'EEXIST'
        ? `${file} is there: another import runs, or one was interrupted. If none runs, delete it.`
        : `${file} cannot be written (${code}).`,
    );
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
