import type { KeyRing } from '../keys/key-ring.ts';
import type { HashQueue } from './hash-queue.ts';
import { type LegacyHash, parseLegacyHash } from './legacy/legacy-hash.ts';
import { comparePassword, currentScheme, hashPassword, isSoundHash } from './scheme.ts';

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
   * Judges a typed password. Costs exactly one bcrypt at the current cost whatever is stored, nothing
   * (null) included, so that work does not tell an unknown customer from a known one.
   *
   * @throws {Overloaded} when too many wait.
   */
  judge(typed: string, stored: StoredPassword | null): Promise<Judgement>;
  /** Hashes a chosen password at the current scheme, cost and pepper. */
  hash(chosen: string): Promise<StoredPassword>;
}

export function openPasswords(keys: KeyRing, cost: number, queue: HashQueue): Passwords {
  const { peppers } = keys;

  const hash = async (chosen: string): Promise<StoredPassword> => ({
    scheme: currentScheme,
    cost,
    pepperVersion: peppers.current,
    hash: await hashPassword(peppers, cost, chosen),
  });

  const judge = async (typed: string, stored: StoredPassword | null): Promise<Judgement> => {
    const rule = stored && findRule(keys, stored);
    if (rule && stored.cost === cost && stored.pepperVersion === peppers.current) {
      return { right: await rule(typed), replacement: null, damaged: false };
    }
    const right = rule ? await rule(typed) : false;
    const fresh = await hash(typed);
    return { right, replacement: right ? fresh : null, damaged: stored !== null && !rule };
  };

  return {
    judge: (typed, stored) => queue(() => judge(typed, stored)),
    hash: (chosen) => queue(() => hash(chosen)),
  };
}

type Rule = (typed: string) => Promise<boolean>;

function findRule(keys: KeyRing, stored: StoredPassword): Rule | null {
  if (stored.scheme !== currentScheme) {
    const legacy = parseLegacyHash(stored.hash);
    return isLegacy(legacy, stored) ? (typed) => legacy.verify(Buffer.from(typed)) : null;
  }
  const pepper = keys.peppers.byVersion.get(stored.pepperVersion ?? 0);
  if (!pepper || !isSoundHash(stored.hash, stored.cost)) return null;
  return (typed) => comparePassword(pepper, typed, stored.hash);
}

function isLegacy(parsed: LegacyHash | string, stored: StoredPassword): parsed is LegacyHash {
  return typeof parsed !== 'string' && parsed.scheme === stored.scheme;
}
