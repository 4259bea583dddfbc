import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import bcrypt from 'bcrypt';
import { computeDigest } from './digest-threads.ts';
import { parseSha256Crypt } from './sha256-crypt.ts';

export const legacySchemes = [
  'sha256-crypt',
  'pbkdf2-sha256',
  'sha256-iterated',
  'bcrypt',
] as const;
export type LegacyScheme = (typeof legacySchemes)[number];

/** A hash of an older system, understood. */
export interface LegacyHash {
  scheme: LegacyScheme;
  /** Rounds, iterations, or bcrypt's cost. */
  cost: number;
  /** The hash without its digest: with it and a password, the digest can be computed. No secret. */
  parameters: string;
  /** The stored digest. Secret. */
  digest: Buffer;
  /** The digest of these bytes. Older systems did not normalise: neither does this. */
  compute(password: Buffer): Promise<Buffer>;
}

export type LegacyFault = 'unknown-format' | 'absurd-rounds' | 'malformed-hash';

/** Below the first number a hash was never made by real software; above the last it is a weapon. */
const legacyCosts: Record<LegacyScheme, readonly [number, number]> = {
  'sha256-crypt': [1_000, 500_000],
  'pbkdf2-sha256': [1_000, 2_000_000],
  'sha256-iterated': [1, 500_000],
  bcrypt: [4, 15],
};

const pbkdf2Async = promisify(pbkdf2);
const base64 = `(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?`;
const pbkdf2Pattern =
  /^pbkdf2_sha256\$(0|[1-9]\d{0,14})\$([^$\s\p{Cc}]{1,128})\$([A-Za-z0-9+/]{43}=)$/u;
const iteratedPattern = new RegExp(
  `^\\$sha256i\\$r=(0|[1-9]\\d{0,14})\\$(${base64})\\$([A-Za-z0-9+/]{43}=)$`,
);
const bcryptPattern = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** Parses a hash of one of the four formats we take over, or says what is wrong with it. */
export function parseLegacyHash(hash: string): LegacyHash | LegacyFault {
  const parser = parsers.find(([prefix]) => prefix.test(hash))?.[1];
  if (!parser) return 'unknown-format';
  const parsed = parser(hash);
  if (!parsed) return 'malformed-hash';
  const [least, most] = legacyCosts[parsed.scheme];
  return parsed.cost >= least && parsed.cost <= most ? parsed : 'absurd-rounds';
}

/** Whether these are the bytes that were typed. */
export async function verifyLegacyHash(legacy: LegacyHash, password: Buffer): Promise<boolean> {
  return timingSafeEqual(await legacy.compute(password), legacy.digest);
}

const parsers: [RegExp, (hash: string) => LegacyHash | null][] = [
  [/^\$5\$/, sha256Crypt],
  [/^pbkdf2_sha256\$/, pbkdf2Sha256],
  [/^\$sha256i\$/, sha256Iterated],
  [/^\$2[aby]\$/, plainBcrypt],
];

function sha256Crypt(hash: string): LegacyHash | null {
  const stored = parseSha256Crypt(hash);
  if (!stored) return null;
  return {
    scheme: 'sha256-crypt',
    cost: stored.rounds,
    ...takeApart(hash, 43),
    compute: (password) => computeDigest({ rule: 'sha256-crypt', ...stored, password }),
  };
}

function pbkdf2Sha256(hash: string): LegacyHash | null {
  const match = pbkdf2Pattern.exec(hash);
  if (!match) return null;
  const [, iterations, salt = ''] = match;
  const cost = Number(iterations);
  return {
    scheme: 'pbkdf2-sha256',
    cost,
    ...takeApart(hash, 44, 'base64'),
    compute: (password) => pbkdf2Async(password, salt, cost, 32, 'sha256'),
  };
}

function sha256Iterated(hash: string): LegacyHash | null {
  const match = iteratedPattern.exec(hash);
  if (!match) return null;
  const [, rounds, salt = ''] = match;
  const cost = Number(rounds);
  return {
    scheme: 'sha256-iterated',
    cost,
    ...takeApart(hash, 44, 'base64'),
    compute: (password) =>
      computeDigest({
        rule: 'sha256-iterated',
        rounds: cost,
        salt: Buffer.from(salt, 'base64'),
        password,
      }),
  };
}

function plainBcrypt(hash: string): LegacyHash | null {
  const match = bcryptPattern.exec(hash);
  if (!match) return null;
  // PHP's $2y$ is the corrected algorithm that everybody else calls $2b$.
  const asB = hash.replace('$2y$', '$2b$');
  const parts = takeApart(asB, 31);
  return {
    scheme: 'bcrypt',
    cost: Number(match[1]),
    ...parts,
    async compute(password) {
      const whole = await bcrypt.hash(password, parts.parameters);
      return takeApart(whole, 31).digest;
    },
  };
}

// In each of the formats the digest stands last and has one length.
function takeApart(hash: string, characters: number, encoding: BufferEncoding = 'latin1') {
  return {
    parameters: hash.slice(0, -characters),
    digest: Buffer.from(hash.slice(-characters), encoding),
  };
}
