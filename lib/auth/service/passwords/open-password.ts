import { passwordHashPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Service } from '../service.ts';
import type { SealedPassword } from '../subjects/read-subject.ts';
import type { StoredPassword } from './judge.ts';

/** A row's password with its seal opened. Secret; never leaves the service. */
export interface OpenedPassword extends StoredPassword {
  setAt: Date;
  /** The columns exactly as they were read: what a compare-and-swap compares. */
  asRead: Pick<SealedPassword, 'hashSealed' | 'plainHash'>;
}

/**
 * Opens a row's hash. One that does not open (moved, cut, altered, of a key we do not hold, or plain
 * though all were sealed) has an empty hash and raises the alert: judged like any other, it costs the same
 * work and is *no*.
 */
export async function openPassword(
  service: Pick<Service, 'database' | 'keys' | 'log'>,
  row: SealedPassword,
): Promise<OpenedPassword> {
  const { scheme, cost, pepperVersion, setAt, hashSealed, plainHash } = row;
  const hash = hashSealed ? openHash(service, row, hashSealed) : await takePlain(service, row);
  if (hash === null) {
    service.log.error({ event: 'seal-broken', what: 'hash', subject: row.subjectId });
  }
  const asRead = { hashSealed, plainHash };
  return { scheme, cost, pepperVersion, hash: hash ?? '', setAt, asRead };
}

function openHash(service: Pick<Service, 'keys'>, row: SealedPassword, sealed: Uint8Array) {
  const opened = unseal(service.keys, passwordHashPlace(row.subjectId), sealed);
  if (!opened) return null;
  const [scheme, cost, pepperVersion, hash] = JSON.parse(opened.toString('utf8'));
  const agrees = scheme === row.scheme && cost === row.cost && pepperVersion === row.pepperVersion;
  return agrees ? String(hash) : null;
}

// Whoever may write to the table could put a plain hash of a password of their own over a sealed one.
async function takePlain(service: Pick<Service, 'database'>, row: SealedPassword) {
  const over = await service.database.hashesSealed.findFirst();
  return over ? null : row.plainHash;
}
