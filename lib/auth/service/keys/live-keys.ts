import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { ConfigurationError } from '../environment.ts';
import { type AgreedKey, applyAgreed } from './agreed-keys.ts';
import { keysOf } from './fingerprint.ts';
import { type KeyKind, type KeyRing, keyKinds } from './key-ring.ts';
import type { KeySource } from './key-source.ts';

/** A row may name any version, and whoever can write one must not make us ask the source without end. */
const refreshEveryMs = 5_000;

/** The keys as they are now: reading them gives the newest that were loaded and agreed upon. */
export interface LiveKeys extends KeyRing {
  /** Reads the source again, at most every five seconds. A source that fails changes nothing. */
  refresh(): Promise<void>;
  /** Reads the source at once: for whoever has just changed it. */
  reload(): Promise<void>;
  /** Takes over what was agreed. @returns the keys by it; null when one of them is not held. */
  adopt(agreed: AgreedKey[]): KeyRing | null;
  /** Whether every key is held that was agreed upon when last looked. */
  readonly areAgreed: boolean;
  /** What the source yielded last, agreed upon or not, retired or not. */
  readonly loaded: KeyRing;
}

export function openLiveKeys(source: KeySource, first: KeyRing, log: Logger): LiveKeys {
  let loaded = first;
  // A key is let go when it was agreed to be retired, and not because the source has it no more.
  let known = first;
  let ring = first;
  let last: AgreedKey[] = [];
  let areAgreed = false;
  let refreshedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const adopt = (agreed: AgreedKey[]): KeyRing | null => {
    const applied = applyAgreed(known, agreed);
    areAgreed = applied !== null;
    // A slow reader may bring what was agreed before: versions only ever grow.
    if (applied && !isOlder(applied, ring)) {
      ring = applied;
      last = agreed;
    }
    return applied;
  };
  const read = async () => {
    refreshedAt = performance.now();
    try {
      const fresh = await source.read();
      if (contradicts(fresh, known)) {
        log.error({ event: 'keys-refused' });
        return;
      }
      loaded = fresh;
      known = union(fresh, known);
      ring = applyAgreed(known, last) ?? ring;
    } catch (error) {
      const why = error instanceof ConfigurationError ? error.message : 'unreadable';
      log.error({ event: 'keys-unavailable', why });
    }
  };
  const reload = () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return {
    get keyEncryption() {
      return ring.keyEncryption;
    },
    get peppers() {
      return ring.peppers;
    },
    get lookup() {
      return ring.lookup;
    },
    get areAgreed() {
      return areAgreed;
    },
    get loaded() {
      return loaded;
    },
    adopt,
    reload,
    async refresh() {
      if (reading || performance.now() - refreshedAt >= refreshEveryMs) await reload();
    },
  };
}

function union(one: KeyRing, other: KeyRing): KeyRing {
  const both = (kind: KeyKind) =>
    new Map([...keysOf(one, kind).byVersion, ...keysOf(other, kind).byVersion]);
  return {
    ...one,
    keyEncryption: { ...one.keyEncryption, byVersion: both('key-encryption') },
    peppers: { ...one.peppers, byVersion: both('pepper') },
  };
}

function isOlder(one: KeyRing, than: KeyRing): boolean {
  return keyKinds.some((kind) => keysOf(one, kind).current < keysOf(than, kind).current);
}

// Other bytes under a known version, or another lookup key, are another installation's.
function contradicts(fresh: KeyRing, known: KeyRing): boolean {
  const differs = keyKinds.some((kind) =>
    [...keysOf(fresh, kind).byVersion].some(([version, key]) => {
      const before = keysOf(known, kind).byVersion.get(version);
      return before !== undefined && !before.equals(key);
    }),
  );
  return differs || !fresh.lookup.equals(known.lookup);
}
