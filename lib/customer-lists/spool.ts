import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Takes a stream in as fast as it comes, and hands it on to be read in its own time: whoever looks a million customers
 * up while they come would be cut off by the time limit on requests.
 *
 * @param use is handed the content; what it was kept in is gone when this ends, or when the process does.
 */
export async function spool<T>(
  content: AsyncIterable<Buffer>,
  use: (content: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bulkhead-list-'));
  // Open, it needs no name: nothing is left of it, whatever dies.
  const file = await open(path.join(dir, 'list'), 'wx+', 0o600).finally(() =>
    rm(dir, { recursive: true }),
  );
  try {
    for await (const chunk of content) await file.writeFile(chunk);
    return await use(createReadStream('', { fd: file.fd, start: 0, autoClose: false }));
  } finally {
    await file.close();
  }
}
