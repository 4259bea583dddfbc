import { z } from 'zod';
import type { KeyRing, VersionedKeys } from './key-ring.ts';

/** Largest set of keys that is read, bytes: a hundred versions of each fit many times. */
export const keysMaxBytes = 65_536;

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
 * Reads keys in the one form that every source yields: the JSON of the key file.
 *
 * @returns null for anything else, without a word about what it was.
 */
export function parseKeys(text: string): KeyRing | null {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { keyEncryptionKeys, currentKey, peppers, currentPepper, lookupKey } = parsed.data;
  return {
    keyEncryption: versioned(keyEncryptionKeys, currentKey),
    peppers: versioned(peppers, currentPepper),
    lookup: lookupKey,
  };
}

/** The JSON that {@link parseKeys} reads. Secret. */
export function formatKeys({ keyEncryption, peppers, lookup }: KeyRing): string {
  const texts = ({ byVersion }: VersionedKeys) =>
    Object.fromEntries([...byVersion].map(([name, key]) => [name, key.toString('base64')]));
  const content = {
    keyEncryptionKeys: texts(keyEncryption),
    currentKey: keyEncryption.current,
    peppers: texts(peppers),
    currentPepper: peppers.current,
    lookupKey: lookup.toString('base64'),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
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
