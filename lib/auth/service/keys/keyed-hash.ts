import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Keyed hash of `parts` for one purpose. Parts are length-prefixed, so that no two lists collide.
 *
 * @param key the lookup key; secret.
 * @param purpose keeps an email's hash from ever equalling, say, a throttle bucket's.
 */
export function keyedHash(key: Buffer, purpose: string, ...parts: string[]): Bytes {
  const hmac = createHmac('sha256', readied(key));
  for (const part of [purpose, ...parts]) {
    const bytes = Buffer.from(part);
    hmac.update(`${bytes.length}:`).update(bytes);
  }
  return Uint8Array.from(hmac.digest());
}

// A sign-in takes a dozen, and readying the key is most of what one costs.
const ready = new WeakMap<Buffer, KeyObject>();

function readied(key: Buffer): KeyObject {
  const known = ready.get(key) ?? createSecretKey(key);
  ready.set(key, known);
  return known;
}

/** A fresh bearer token of 256 bits, base64url. Secret. */
export function mintToken(): string {
  return randomBytes(32).toString('base64url');
}

/** How a token of 256 bits is stored: it needs no key and no stretching, only to be one-way. */
export function hashToken(token: string): Bytes {
  return Uint8Array.from(createHash('sha256').update(token).digest());
}
