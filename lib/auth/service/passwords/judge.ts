import type { KeyRing } from '../keys/key-ring.ts';
import { type LegacyHash, parseLegacyHash, verifyLegacyHash } from './legacy/legacy-hash.ts';
import { compareSecret, currentScheme, hashSecret, soundCost } from './scheme.ts';
import { parseWrappedHash, wrapLegacyHash } from './wrapped-hash.ts';

/** A hash as its row holds it. */
export interface StoredPassword {
  scheme: string;
  cost: number;
  pepperVersion: number | null;
  hash: string;
}

export interface Judgement {
  right: boolean;
  /** What should stand in place of the old hash: set when the password is right and the hash outdated. */
  replacement: StoredPassword | null;
  /** The stored hash cannot be used. Never the customer's fault: raise the alert. */
  damaged: boolean;
}

export interface Passwords {
  /**
   * Judges a typed password. A wrong one costs exactly one bcrypt at the current cost whatever is stored,
   * nothing (null) included, so that work does not tell an unknown customer from a known one.
   */
  judge(typed: string, stored: StoredPassword | null): Promise<Judgement>;
  /** Hashes a chosen password at the current scheme, cost and pepper. */
  hash(chosen: string): Promise<StoredPassword>;
  /** Puts our own hash over a legacy digest. */
  wrap(legacy: LegacyHash): Promise<StoredPassword>;
}

export function openPasswords(keys: KeyRing, cost: number): Passwords {
  const hash = async (chosen: string): Promise<StoredPassword> => {
    // Read once: a rotation may promote another while bcrypt runs.
    const { peppers } = keys;
    return {
      scheme: currentScheme,
      cost,
      pepperVersion: peppers.current,
      hash: await hashSecret(peppers, cost, chosen),
    };
  };

  const judge = async (typed: string, stored: StoredPassword | null): Promise<Judgement> => {
    const rule = stored && findRule(keys, stored);
    const right = rule ? await rule.verify(typed) : false;
    const { current } = keys.peppers;
    const isCurrent = stored?.scheme === currentScheme && stored.pepperVersion === current;
    const hashed = rule?.bcryptCost === cost;
    if (hashed && (isCurrent || !right)) return { right, replacement: null, damaged: false };
    const fresh = await hash(typed);
    return { right, replacement: right ? fresh : null, damaged: stored !== null && !rule };
  };

  return {
    judge,
    hash,
    wrap: (legacy) => wrapLegacyHash(keys, cost, legacy),
  };
}

interface Rule {
  /** Cost of the bcrypt under our pepper that verifying takes; null where it takes none. */
  bcryptCost: number | null;
  verify(typed: string): Promise<boolean>;
}

function findRule(keys: KeyRing, stored: StoredPassword): Rule | null {
  if (stored.scheme.startsWith('wrapped-')) {
    const wrapped = parseWrappedHash(keys, stored);
    return wrapped && { bcryptCost: wrapped.outerCost, verify: wrapped.verify };
  }
  if (stored.scheme !== currentScheme) {
    const legacy = parseLegacyHash(stored.hash);
    if (!isLegacy(legacy, stored)) return null;
    const verify = (typed: string) => verifyLegacyHash(legacy, Buffer.from(typed));
    return { bcryptCost: null, verify };
  }
  const pepper = keys.peppers.byVersion.get(stored.pepperVersion ?? 0);
  if (!pepper || soundCost(stored.hash) !== stored.cost) return null;
  const verify = (typed: string) => compareSecret(pepper, typed, stored.hash);
  return { bcryptCost: stored.cost, verify };
}

function isLegacy(parsed: LegacyHash | string, stored: StoredPassword): parsed is LegacyHash {
  return typeof parsed !== 'string' && parsed.scheme === stored.scheme;
}
