import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { ConfigurationError } from '../environment.ts';
import type { KeyRing } from './key-ring.ts';
import { formatKeys, parseKeys } from './parse-keys.ts';

/**
 * Reads the key file, making it at the very first start.
 *
 * @param options.hasSubjects whether the database already holds anybody: then a missing file is a lost
 *   file, and new keys would lock every customer out for good.
 * @throws {ConfigurationError} when the file is lost, readable by others, or not a key file.
 */
export function loadKeys(options: { file: string; hasSubjects: boolean }): KeyRing {
  try {
    return readKeyFile(options.file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (options.hasSubjects) {
    throw new ConfigurationError(
      `the key file ${options.file} is missing and the database holds customers sealed with it; restore it from its backup`,
    );
  }
  makeKeys(options.file);
  return readKeyFile(options.file);
}

/** @throws {ConfigurationError} for what is no key file; ENOENT passes through. */
export function readKeyFile(file: string): KeyRing {
  const keys = parseKeys(readPrivateFile(file));
  if (!keys) throw new ConfigurationError(`the key file ${file} is not a key file`);
  return keys;
}

/**
 * Reads a file that only this process's user may read.
 *
 * @throws {ConfigurationError} unless its mode is 0600 and it is ours; ENOENT passes through.
 */
export function readPrivateFile(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const { mode, uid } = fstatSync(handle);
    if ((mode & 0o777) !== 0o600 || uid !== process.getuid?.()) {
      throw new ConfigurationError(
        `${file} must have mode 0600 and belong to the auth service's user`,
      );
    }
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

/**
 * Puts `edit` of the file's keys in its place, whole or not at all. One process at a time: what was read
 * is compared again before it is replaced, and everything in between happens without a pause.
 *
 * @throws when the file changed meanwhile.
 */
export function changeKeyFile(file: string, edit: (keys: KeyRing) => KeyRing): void {
  const before = readPrivateFile(file);
  const keys = parseKeys(before);
  if (!keys) throw new ConfigurationError(`the key file ${file} is not a key file`);
  putInPlace(file, formatKeys(edit(keys)), (draft) => {
    if (readPrivateFile(file) !== before) throw new Error('the key file changed meanwhile');
    renameSync(draft, file);
  });
}

// Of two services starting at once, one makes the keys and the other reads them.
function makeKeys(file: string) {
  const one = (bytes: number) => ({ current: 1, byVersion: new Map([[1, randomBytes(bytes)]]) });
  const keys = { keyEncryption: one(32), peppers: one(48), lookup: randomBytes(32) };
  try {
    putInPlace(file, formatKeys(keys), (draft) => linkSync(draft, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

// Written whole under another name first: a crash leaves no half file.
function putInPlace(file: string, content: string, place: (draft: string) => void) {
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    fchmodSync(handle, 0o600);
    writeSync(handle, content);
    fsyncSync(handle);
    place(draft);
  } finally {
    closeSync(handle);
    removeDraft(draft);
  }
  const folder = openSync(path.dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function removeDraft(draft: string) {
  try {
    unlinkSync(draft);
  } catch (error) {
    // A rename has taken it away already.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
