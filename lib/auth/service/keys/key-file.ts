import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../environment.ts';
import type { KeyRing, VersionedKeys } from './key-ring.ts';

const keyOf = (bytes: number) =>
  z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === bytes, { error: `must be ${bytes} bytes` });
const version = z.string().regex(/^[1-9]\d{0,5}$/);

const schema = z
  .object({
    keyEncryptionKeys: z.record(version, keyOf(32)),
    currentKey: z.number().int(),
    peppers: z.record(version, keyOf(48)),
    currentPepper: z.number().int(),
    lookupKey: keyOf(32),
  })
  .refine((file) => String(file.currentKey) in file.keyEncryptionKeys)
  .refine((file) => String(file.currentPepper) in file.peppers);

/**
 * Reads the key file, making it at the very first start.
 *
 * @param options.hasSubjects whether the database already holds anybody: then a missing file is a lost
 *   file, and new keys would lock every customer out for good.
 * @throws {ConfigurationError} when the file is lost, readable by others, or not a key file.
 */
export function loadKeys(options: { file: string; hasSubjects: boolean }): KeyRing {
  try {
    return readKeys(options.file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (options.hasSubjects) {
    throw new ConfigurationError(
      `the key file ${options.file} is missing and the database holds customers sealed with it; restore it from its backup`,
    );
  }
  makeKeys(options.file);
  return readKeys(options.file);
}

function readKeys(file: string): KeyRing {
  const parsed = schema.safeParse(parseJson(readPrivateFile(file)));
  if (!parsed.success) throw new ConfigurationError(`the key file ${file} is not a key file`);
  const { keyEncryptionKeys, currentKey, peppers, currentPepper, lookupKey } = parsed.data;
  return {
    keyEncryption: versioned(keyEncryptionKeys, currentKey),
    peppers: versioned(peppers, currentPepper),
    lookup: lookupKey,
  };
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function versioned(keys: Record<string, Buffer>, current: number): VersionedKeys {
  const entries = Object.entries(keys).map(([name, key]) => [Number(name), key] as const);
  return { current, byVersion: new Map(entries) };
}

// Written whole under another name, then linked: a crash leaves no half file, and of two services
// starting at once one makes the keys and the other reads them.
function makeKeys(file: string) {
  const random = (bytes: number) => randomBytes(bytes).toString('base64');
  const content = {
    keyEncryptionKeys: { 1: random(32) },
    currentKey: 1,
    peppers: { 1: random(48) },
    currentPepper: 1,
    lookupKey: random(32),
  };
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    fchmodSync(handle, 0o600);
    writeSync(handle, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(handle);
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(handle);
    unlinkSync(draft);
  }
  const folder = openSync(path.dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
