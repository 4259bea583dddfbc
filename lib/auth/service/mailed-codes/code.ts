import { randomInt } from 'node:crypto';
import type { KeyRing } from '../keys/key-ring.ts';
import { type Bytes, keyedHash } from '../keys/keyed-hash.ts';

/** NIST SP 800-63B-4, 3.1.3.2 asks for six; a guesser of eight has a hundred times less. */
const digits = 8;

/** A fresh code. Secret, and nowhere but in the mail it goes out with. */
export function makeCode(): string {
  return String(randomInt(10 ** digits)).padStart(digits, '0');
}

/**
 * The stored form of a code. Keyed, for eight digits are soon tried out, and bound to the challenge: the code
 * of another sign-in, or of another customer, is a wrong one.
 */
export function hashCode({ lookup }: Pick<KeyRing, 'lookup'>, challenge: Bytes, code: string) {
  const typed = code.replaceAll(/[\s-]/g, '');
  return keyedHash(lookup, 'mailed-code', Buffer.from(challenge).toString('hex'), typed);
}
