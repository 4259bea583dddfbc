import type { Service, Transaction } from '../service.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type KeyKind, type KeyRing, withKeys } from './key-ring.ts';

/** A row of what all replicas have agreed upon. */
export interface AgreedKey {
  kind: KeyKind;
  version: number;
  state: 'current' | 'old' | 'retired';
  fingerprint: Uint8Array;
}

export async function readAgreedKeys(
  database: Pick<Service['database'] | Transaction, 'keyVersion'>,
): Promise<AgreedKey[]> {
  return (await database.keyVersion.findMany()) as AgreedKey[];
}

/**
 * The ring as agreed: the agreed versions current, and none that is retired.
 *
 * @returns null when the ring lacks a current key, or holds another under its version.
 */
export function applyAgreed(ring: KeyRing, agreed: AgreedKey[]): KeyRing | null {
  let applied: KeyRing = ring;
  for (const { kind, version, state, fingerprint } of agreed) {
    if (state === 'retired') {
      applied = withKeys(applied, kind, (keys) => without(keys, version));
    } else if (state === 'current') {
      const held = fingerprintOf(ring, kind, version);
      if (!held || Buffer.compare(held, fingerprint) !== 0) return null;
      applied = withKeys(applied, kind, (keys) => ({ ...keys, current: version }));
    }
  }
  return applied;
}

/** The versions, less one. */
export function without(keys: KeyRing['peppers'], version: number): KeyRing['peppers'] {
  const byVersion = new Map([...keys.byVersion].filter(([one]) => one !== version));
  return { ...keys, byVersion };
}
