import type { KeyRing } from '../keys/key-ring.ts';
import { type Bytes, keyedHash } from '../keys/keyed-hash.ts';

/** Finds a subject by email without the email standing in the table. */
export function emailLookup(keys: KeyRing, email: string): Bytes {
  return keyedHash(keys.lookup, 'email', email);
}
