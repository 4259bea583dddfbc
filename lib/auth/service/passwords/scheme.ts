import { createHmac } from 'node:crypto';
import bcrypt from 'bcrypt';
import { currentKey, type VersionedKeys } from '../keys/key-ring.ts';

/** Name of our own scheme, as it stands beside each hash. */
export const currentScheme = 'bcrypt-hmac-sha384';

// bcrypt answers a malformed hash at once, and verifies `hash + NUL + anything`: only a whole hash of a
// cost that ends in time reaches it.
const hashPattern = /^\$2b\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$/;

/** The cost of a stored hash that is one of ours and whole; null for any other. */
export function soundCost(hash: string): number | null {
  const cost = hashPattern.exec(hash)?.[1];
  return cost === undefined ? null : Number(cost);
}

/** What is hashed: a password's text, or the digest that an older system made of one. Secret. */
export type Secret = string | Buffer;

/** Hashes a secret under the current pepper. One bcrypt. */
export async function hashSecret(peppers: VersionedKeys, cost: number, secret: Secret) {
  return bcrypt.hash(pepper(currentKey(peppers), secret), cost);
}

/** Whether the secret gives this sound hash. One bcrypt at the hash's own cost. */
export async function compareSecret(key: Buffer, secret: Secret, hash: string) {
  return bcrypt.compare(pepper(key, secret), hash);
}

// 48 bytes are 64 characters of base64: under bcrypt's 72, and no NUL to stop it short.
function pepper(key: Buffer, secret: Secret): string {
  const bytes = typeof secret === 'string' ? secret.normalize('NFC') : secret;
  return createHmac('sha384', key).update(bytes).digest('base64');
}
