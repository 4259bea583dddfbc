import { createHmac } from 'node:crypto';
import bcrypt from 'bcrypt';
import { currentKey, type VersionedKeys } from '../keys/key-ring.ts';

/** Name of our own scheme, as it stands beside each hash. */
export const currentScheme = 'bcrypt-hmac-sha384';

// bcrypt answers a malformed hash at once, and verifies `hash + NUL + anything`: only a whole hash of a
// cost we would use ourselves reaches it.
const hashPattern = /^\$2b\$(1[0-5])\$[./A-Za-z0-9]{53}$/;

/** Whether a stored hash is one of ours, whole, at the cost that stands beside it. */
export function isSoundHash(hash: string, cost: number): boolean {
  return Number(hashPattern.exec(hash)?.[1]) === cost;
}

/** Hashes a password under the current pepper. One bcrypt. */
export async function hashPassword(peppers: VersionedKeys, cost: number, password: string) {
  return bcrypt.hash(pepper(currentKey(peppers), password), cost);
}

/** Whether the password gives this sound hash. One bcrypt at the hash's own cost. */
export async function comparePassword(key: Buffer, password: string, hash: string) {
  return bcrypt.compare(pepper(key, password), hash);
}

// 48 bytes are 64 characters of base64: under bcrypt's 72, and no NUL to stop it short.
function pepper(key: Buffer, password: string): string {
  return createHmac('sha384', key).update(password.normalize('NFC')).digest('base64');
}
