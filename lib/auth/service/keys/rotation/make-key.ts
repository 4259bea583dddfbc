import { randomBytes } from 'node:crypto';
import type { Service } from '../../service.ts';
import { readAgreedKeys } from '../agreed-keys.ts';
import { keysOf } from '../fingerprint.ts';
import { type KeyKind, withKeys } from '../key-ring.ts';

const keyBytes: Record<KeyKind, number> = { 'key-encryption': 32, pepper: 48 };

/**
 * Sees to it that the source has a version newer than any that was ever agreed upon: makes it, where the
 * service keeps the keys itself, unless one was made before a crash.
 *
 * @returns the version; `missing` when the source's keeper has yet to add it.
 */
export async function makeKey(
  { database, keys, keySource }: Service,
  kind: KeyKind,
): Promise<{ version: number; missing: boolean }> {
  const agreed = (await readAgreedKeys(database)).filter((one) => one.kind === kind);
  const version = Math.max(...agreed.map((one) => one.version)) + 1;
  await keys.reload();
  if (!keysOf(keys.loaded, kind).byVersion.has(version) && keySource.change) {
    keySource.change((ring) =>
      withKeys(ring, kind, ({ current, byVersion }) => ({
        current,
        byVersion: byVersion.has(version)
          ? byVersion
          : new Map([...byVersion, [version, randomBytes(keyBytes[kind])]]),
      })),
    );
    await keys.reload();
  }
  return { version, missing: !keysOf(keys.loaded, kind).byVersion.has(version) };
}
