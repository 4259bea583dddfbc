import type { KeyRing } from '../keys/key-ring.ts';
import type { StoredPassword } from './judge.ts';
import {
  type LegacyHash,
  type LegacyScheme,
  legacySchemes,
  parseLegacyHash,
} from './legacy/legacy-hash.ts';
import { compareSecret, hashSecret, soundCost } from './scheme.ts';

/** A legacy digest under our own hash: `wrapped-` and the scheme it had. The row's cost stays the legacy one. */
export type WrappedScheme = `wrapped-${LegacyScheme}`;
export const wrappedSchemes: readonly WrappedScheme[] = legacySchemes.map(
  (scheme) => `wrapped-${scheme}` as const,
);

// Stands where the digest was, so that one strict parser reads the parameters too.
const noDigest: Record<LegacyScheme, string> = {
  'sha256-crypt': '.'.repeat(43),
  'pbkdf2-sha256': `${'A'.repeat(43)}=`,
  'sha256-iterated': `${'A'.repeat(43)}=`,
  bcrypt: '.'.repeat(31),
};

/**
 * Wraps a legacy digest: `bcrypt(base64(HMAC-SHA-384(pepper, digest)))`, with the legacy parameters kept and
 * the digest gone. One bcrypt.
 */
export async function wrapLegacyHash(
  { peppers }: KeyRing,
  cost: number,
  legacy: LegacyHash,
): Promise<StoredPassword> {
  const outer = await hashSecret(peppers, cost, legacy.digest);
  return {
    scheme: `wrapped-${legacy.scheme}`,
    cost: legacy.cost,
    pepperVersion: peppers.current,
    hash: `${legacy.parameters} ${outer}`,
  };
}

/** A wrapped hash, understood. */
export interface WrappedHash {
  /** Cost of the outer hash. */
  outerCost: number;
  /** Whether this is the password. The legacy computation, and one bcrypt. */
  verify(typed: string): Promise<boolean>;
}

/** Reads a wrapped hash strictly; null for anything else, and where its pepper is not held. */
export function parseWrappedHash(keys: KeyRing, stored: StoredPassword): WrappedHash | null {
  const scheme = legacySchemes.find((one) => stored.scheme === `wrapped-${one}`);
  const pepper = keys.peppers.byVersion.get(stored.pepperVersion ?? 0);
  const [parameters, outer, ...more] = stored.hash.split(' ');
  if (!scheme || !pepper || !parameters || !outer || more.length) return null;
  const legacy = parseLegacyHash(parameters + noDigest[scheme]);
  const outerCost = soundCost(outer);
  if (typeof legacy === 'string' || outerCost === null) return null;
  if (legacy.scheme !== scheme || legacy.cost !== stored.cost) return null;
  return {
    outerCost,
    async verify(typed) {
      const digest = await legacy.compute(Buffer.from(typed));
      return compareSecret(pepper, digest, outer);
    },
  };
}
