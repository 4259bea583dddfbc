import { type FileHandle, open } from 'node:fs/promises';
import type { Logger } from 'pino';
import { DamagedList, findDigest } from '../../../breached/find-digest.ts';
import { type HashFileHeader, headerBytes, parseHeader } from '../../../breached/hash-file.ts';

export interface BreachedList {
  /** Whether a digest is on the list; false where there is no list that can be read. Never throws. */
  has(digest: Buffer): Promise<boolean>;
  /** Says in the log what there is, once, at the start. */
  report(): Promise<void>;
}

/**
 * The imported list. It is opened anew for each look-up: one that was replaced meanwhile is simply the next
 * one read, and one look-up never sees two files.
 *
 * @param file null where none is configured.
 */
export function openBreachedList(file: string | null, log: Logger): BreachedList {
  // One alert a file, not one a password.
  let alerted = '';

  async function use<T>(work: (handle: FileHandle, header: HashFileHeader) => Promise<T>) {
    if (!file) return null;
    const handle = await openPresent(file);
    if (!handle) return null;
    let identity = 'unknown';
    try {
      const { ino, size, mtimeMs } = await handle.stat();
      identity = `${ino} ${size} ${mtimeMs}`;
      const header = parseHeader(await readAt(handle, 0, headerBytes), size);
      if (!header) throw new DamagedList();
      return await work(handle, header);
    } catch (error) {
      alert(identity, error);
      return null;
    } finally {
      await handle.close().catch(() => {});
    }
  }

  async function openPresent(path: string): Promise<FileHandle | null> {
    try {
      return await open(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') alert('unopened', error);
      return null;
    }
  }

  function alert(identity: string, error: unknown) {
    if (alerted === identity) return;
    alerted = identity;
    const damaged = error instanceof DamagedList;
    const code = damaged ? 'damaged' : (error as NodeJS.ErrnoException).code;
    log.error({ event: 'breached-list-unusable', code });
  }

  return {
    async has(digest) {
      const found = await use((handle, { count }) =>
        findDigest((position, length) => readAt(handle, position, length), count, digest),
      );
      return found ?? false;
    },
    async report() {
      const header = await use(async (_, one) => one);
      if (header) log.info({ event: 'breached-list', count: header.count });
    },
  };
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read({
    buffer: Buffer.alloc(length),
    position,
  });
  return buffer.subarray(0, bytesRead);
}
