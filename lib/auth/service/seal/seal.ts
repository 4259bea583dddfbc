import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { HeldKeys } from '../keys/hold-keys.ts';
import { currentKey, type KeyRing } from '../keys/key-ring.ts';
import type { Bytes } from '../keys/keyed-hash.ts';

/** Where a sealed value stands. It opens there and nowhere else. */
export interface SealedPlace {
  table: string;
  column: string;
  subject: string;
  purpose: string;
}

const format = 1;
const ivBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const headerBytes = 5;
const wrappedBytes = ivBytes + keyBytes + tagBytes;

/**
 * Seals a value under a data key of its own, wrapped by the current key-encryption key.
 *
 * Layout: format (1 byte), key version (4), wrapped data key (12 + 32 + 16), sealed value (12 + n + 16).
 */
export function seal(keys: HeldKeys, place: SealedPlace, value: Buffer): Bytes {
  const version = keys.keyEncryption.current;
  const header = sealedHeader(version);
  const dataKey = randomBytes(keyBytes);
  const wrapped = encrypt(currentKey(keys.keyEncryption), aad('data-key', place, version), dataKey);
  const sealed = encrypt(dataKey, aad('value', place, version), value);
  dataKey.fill(0);
  return Uint8Array.from(Buffer.concat([header, wrapped, sealed]));
}

/**
 * Opens what {@link seal} sealed at the same place.
 *
 * @returns null for a value that was moved, cut, altered, or sealed with a key we do not hold. The
 *   caller answers *no* and raises the alert.
 */
export function unseal(keys: KeyRing, place: SealedPlace, bytes: Uint8Array): Buffer | null {
  const sealed = Buffer.from(bytes);
  if (sealed.length < headerBytes + wrappedBytes + ivBytes + tagBytes) return null;
  if (sealed.readUInt8(0) !== format) return null;
  const version = sealed.readUInt32BE(1);
  const key = keys.keyEncryption.byVersion.get(version);
  if (!key) return null;
  const wrapped = sealed.subarray(headerBytes, headerBytes + wrappedBytes);
  const dataKey = decrypt(key, aad('data-key', place, version), wrapped);
  if (!dataKey) return null;
  const value = sealed.subarray(headerBytes + wrappedBytes);
  return decrypt(dataKey, aad('value', place, version), value);
}

/** How everything that was sealed under a version begins. */
export function sealedHeader(version: number): Bytes {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(format, 0);
  header.writeUInt32BE(version, 1);
  return Uint8Array.from(header);
}

/** The version that a sealed value names, true or not; null when it is too short to name one. */
export function sealedVersion(bytes: Uint8Array): number | null {
  const sealed = Buffer.from(bytes);
  return sealed.length < headerBytes ? null : sealed.readUInt32BE(1);
}

function aad(layer: string, place: SealedPlace, version: number): Buffer {
  const { table, column, subject, purpose } = place;
  return Buffer.from(JSON.stringify([format, layer, table, column, subject, purpose, version]));
}

function encrypt(key: Buffer, associated: Buffer, value: Buffer): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(associated);
  return Buffer.concat([iv, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, associated: Buffer, bytes: Buffer): Buffer | null {
  // Without authTagLength Node takes tags as short as four bytes, which can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associated);
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const value = decipher.update(bytes.subarray(ivBytes, -tagBytes));
    return Buffer.concat([value, decipher.final()]);
  } catch {
    return null;
  }
}
