import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Caller, callers } from '../callers.ts';
import { ConfigurationError } from '../environment.ts';
import { readPrivateFile } from './key-file.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const schema = z.object({ manager: digest, worker: digest, operator: digest });

/** SHA-256 of each caller's key. The keys themselves are with the callers only. */
export type CallerKeys = z.infer<typeof schema>;

/** @throws {ConfigurationError} when the file is absent, readable by others, or malformed. */
export function loadCallerKeys(file: string): CallerKeys {
  try {
    return schema.parse(JSON.parse(readPrivateFile(file)));
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(`the callers file ${file} is missing or malformed`);
  }
}

/** Which caller a name means, or null. Says nothing about whether it is really that caller. */
export function namedCaller(name: string | undefined): Caller | null {
  return callers.find((caller) => caller === name) ?? null;
}

/** Whether `key` is the caller's. Compared as digests of one length, in constant time. */
export function isCallerKey(keys: CallerKeys, caller: Caller, key: string): boolean {
  const given = createHash('sha256').update(key).digest();
  return timingSafeEqual(given, Buffer.from(keys[caller], 'hex'));
}
