/** Keys by version: the current one seals and hashes, the older ones only open and verify. */
export interface VersionedKeys {
  current: number;
  byVersion: ReadonlyMap<number, Buffer>;
}

/** All long-lived secrets of the service. Held in memory by this process alone. */
export interface KeyRing {
  /** 32 bytes each; wrap the data keys that seal TOTP keys and emails. */
  keyEncryption: VersionedKeys;
  /** 48 bytes each; without one, a stolen password table cannot be tested. */
  peppers: VersionedKeys;
  /** 32 bytes; keys every hash that must be found again: emails, recovery codes, throttle buckets. */
  lookup: Buffer;
}

/** The current key of a versioned set. */
export function currentKey(keys: VersionedKeys): Buffer {
  const key = keys.byVersion.get(keys.current);
  if (!key) throw new Error('the current key version has no key');
  return key;
}
