import { createHash, randomBytes } from 'node:crypto';

/** A new opaque session token: 256 bits, base64url. Secret: it is the session. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256, from which 256 random bits cannot be found again. */
export function hashSessionToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
