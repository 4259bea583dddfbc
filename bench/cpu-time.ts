import { readFileSync } from 'node:fs';

/**
 * CPU seconds that a process's main thread has used. bcrypt runs on other threads, so this is all the
 * JavaScript a process does besides. Linux only.
 *
 * @throws where /proc does not tell.
 */
export function threadSeconds(pid: number | undefined): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e9;
}
