/** Keys by version: the current one seals and hashes, the older ones only open and verify. */
export interface VersionedKeys {
  current: number;
  byVersion: ReadonlyMap<number, Buffer>;
}

/** All long-lived secrets of the service. Held in memory by this process alone. */
export interface KeyRing {
  /** 32 bytes each; wrap the data keys that seal hashes, TOTP keys and emails. */
  readonly keyEncryption: VersionedKeys;
  /** 48 bytes each; without one, a stolen password table cannot be tested. */
  readonly peppers: VersionedKeys;
  /** 32 bytes; keys every hash that must be found again: emails, recovery codes, throttle buckets. Never rotates. */
  readonly lookup: Buffer;
}

/** The two kinds of key that have versions and rotate. */
export const keyKinds = ['key-encryption', 'pepper'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** The current key of a versioned set. */
export function currentKey(keys: VersionedKeys): Buffer {
  const key = keys.byVersion.get(keys.current);
  if (!key) throw new Error('the current key version has no key');
  return key;
}

/** A ring with one version more or less of a kind, and another one current. */
export function withKeys(
  ring: KeyRing,
  kind: KeyKind,
  edit: (keys: VersionedKeys) => VersionedKeys,
): KeyRing {
  return kind === 'pepper'
    ? { ...ring, peppers: edit(ring.peppers) }
    : { ...ring, keyEncryption: edit(ring.keyEncryption) };
}
