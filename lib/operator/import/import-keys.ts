import { createHash } from 'node:crypto';
import type { SignInRow } from './sign-in-row.ts';

/**
 * Makes the key under which a sign-in is taken over once: of its contents, led by its time, so that the
 * keys of a file in order of time stand beside each other in the index.
 *
 * Lines that are alike and follow one another within one moment are several attempts, and are counted;
 * the same line elsewhere in the file, or in another file, is the same attempt.
 */
export function openImportKeys(): (row: SignInRow) => Buffer {
  let moment = Number.NaN;
  let alike = new Map<string, number>();
  return ({ at, email, address, outcome, userAgent }) => {
    const time = at.getTime();
    if (time !== moment) {
      moment = time;
      alike = new Map();
    }
    const contents = JSON.stringify([email, address, outcome, userAgent]);
    const nth = (alike.get(contents) ?? 0) + 1;
    alike.set(contents, nth);
    const key = Buffer.alloc(22);
    key.writeUIntBE(time, 0, 6);
    createHash('sha256')
      .update(JSON.stringify([time, contents, nth]))
      .digest()
      .copy(key, 6);
    return key;
  };
}
