import { randomBytes } from 'node:crypto';
import type { KeyRing } from '../keys/key-ring.ts';
import { type Bytes, keyedHash } from '../keys/keyed-hash.ts';
import type { Transaction } from '../service.ts';

const codeCount = 10;
const characters = 16;
// Crockford's: no i, l, o or u, so that a code survives being written down. 16 × 5 bits = 80 bits.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ten fresh codes, shown this once. Secret. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: codeCount }, () => {
    const code = [...randomBytes(characters)].map((byte) => alphabet[byte & 31]).join('');
    return code.replace(/(.{4})(?!$)/g, '$1-');
  });
}

/** Puts `codes` in the place of whatever codes there were. */
export async function replaceRecoveryCodes(
  keys: KeyRing,
  tx: Transaction,
  subjectId: string,
  codes: string[],
) {
  await tx.recoveryCode.deleteMany({ where: { subjectId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ subjectId, hash: hashCode(keys, subjectId, normalise(code)) })),
  });
}

/** The stored form of a typed code; null when it cannot be one. */
export function hashTypedCode(keys: KeyRing, subjectId: string, typed: string): Bytes | null {
  const code = normalise(typed);
  return code.length === characters && [...code].every((character) => alphabet.includes(character))
    ? hashCode(keys, subjectId, code)
    : null;
}

/** Uses a code up. One conditional UPDATE: it works once, however often it is sent. */
export async function claimRecoveryCode(
  tx: Transaction,
  subjectId: string,
  hash: Bytes,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.recoveryCode.updateMany({
    where: { subjectId, hash, usedAt: null },
    data: { usedAt: now },
  });
  return count === 1;
}

/** How many codes are still unused. */
export function countRecoveryCodes(tx: Pick<Transaction, 'recoveryCode'>, subjectId: string) {
  return tx.recoveryCode.count({ where: { subjectId, usedAt: null } });
}

function normalise(typed: string): string {
  const compact = typed.toLowerCase().replace(/[\s-]/g, '');
  return compact.replace(/o/g, '0').replace(/[il]/g, '1');
}

function hashCode(keys: KeyRing, subjectId: string, code: string): Bytes {
  return keyedHash(keys.lookup, 'recovery-code', subjectId, code);
}
