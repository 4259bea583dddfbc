import type { KeyKind, KeyRing, VersionedKeys } from './key-ring.ts';
import { type Bytes, keyedHash } from './keyed-hash.ts';

/** Tells whether two hold the same key under one version, and says nothing of the key: it is its own MAC. */
function fingerprint(kind: KeyKind, version: number, key: Buffer): Bytes {
  return keyedHash(key, 'key-fingerprint', kind, String(version)).subarray(0, 16);
}

/** The fingerprint of a version in a ring; null when the ring does not hold it. */
export function fingerprintOf(ring: KeyRing, kind: KeyKind, version: number): Bytes | null {
  const key = keysOf(ring, kind).byVersion.get(version);
  return key ? fingerprint(kind, version, key) : null;
}

export function allFingerprints(ring: KeyRing): Bytes[] {
  return (['key-encryption', 'pepper'] as const).flatMap((kind) =>
    [...keysOf(ring, kind).byVersion].map(([version, key]) => fingerprint(kind, version, key)),
  );
}

export function keysOf(ring: KeyRing, kind: KeyKind): VersionedKeys {
  return kind === 'pepper' ? ring.peppers : ring.keyEncryption;
}
