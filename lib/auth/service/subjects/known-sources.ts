import { randomUUID } from 'node:crypto';
import { Prisma } from '../../../../prisma/auth/client/client.ts';
import type { Source } from '../../contract.ts';
import { type Bytes, keyedHash } from '../keys/keyed-hash.ts';
import type { Service, Transaction } from '../service.ts';
import { mintDeviceToken, readDeviceToken } from '../throttle/device-token.ts';
import { networkOf } from '../throttle/network.ts';

/** As what the asking source has completed a sign-in as this subject lately. */
export type Known = { by: 'device'; device: string } | { by: 'network' } | null;

interface Whose {
  id: string;
  emailLookup: Uint8Array;
}

export const knownForDays = 30;

/**
 * Whether this source is known for the subject: its device first, which nobody shares.
 *
 * @param sources hashes of those that are, 32 bytes each.
 */
export function findKnown(lookup: Buffer, whose: Whose, source: Source, sources: Bytes): Known {
  const device = readDeviceToken(lookup, whose.emailLookup, source.device);
  const own = hashDevice(lookup, whose, device);
  if (device && own && includes(sources, own)) return { by: 'device', device };
  return includes(sources, hashNetwork(lookup, whose, source)) ? { by: 'network' } : null;
}

function includes(sources: Bytes, hash: Bytes): boolean {
  for (let at = 0; at < sources.length; at += hash.length) {
    if (Buffer.compare(sources.subarray(at, at + hash.length), hash) === 0) return true;
  }
  return false;
}

/**
 * Remembers that somebody at this source proved to be the subject, all factors included.
 *
 * @returns the device's token, for the application to keep on it. No proof of anything; still secret.
 */
export async function recordKnownSource(
  service: Service,
  tx: Transaction,
  whose: Whose,
  source: Source,
): Promise<string> {
  const { device, insert } = rememberSource(service, whose, source);
  await tx.$executeRaw(insert);
  return device;
}

/** The same, as a statement that can go along with another. */
export function rememberSource({ keys: { lookup }, clock }: Service, whose: Whose, source: Source) {
  const before = readDeviceToken(lookup, whose.emailLookup, source.device);
  const token = mintDeviceToken(lookup, whose.emailLookup, before);
  const device = readDeviceToken(lookup, whose.emailLookup, token);
  const lastSeenAt = clock();
  const [network, own] = [hashNetwork(lookup, whose, source), hashDevice(lookup, whose, device)];
  const { browser = null, system = null, place = 'unknown' } = source.surroundings ?? {};
  const insert = Prisma.sql`
    INSERT INTO known_source AS k (subject_id, source_hash, last_seen_at, device_id, browser, system, place)
    VALUES (${whose.id}::uuid, ${network}, ${lastSeenAt}, NULL, NULL, NULL, NULL),
      (${whose.id}::uuid, ${own}, ${lastSeenAt}, ${randomUUID()}::uuid, ${browser}, ${system}, ${place})
    ON CONFLICT (subject_id, source_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at,
      device_id = coalesce(k.device_id, excluded.device_id), browser = excluded.browser,
      system = excluded.system, place = excluded.place`;
  return { device: token, insert };
}

/** The same where no token can be handed out: a device without one of this subject's is not remembered. */
export async function keepKnownSource(
  service: Service,
  tx: Transaction,
  whose: Whose,
  source: Source,
): Promise<void> {
  const { keys, clock } = service;
  if (readDeviceToken(keys.lookup, whose.emailLookup, source.device)) {
    await recordKnownSource(service, tx, whose, source);
    return;
  }
  const network = { subjectId: whose.id, sourceHash: hashNetwork(keys.lookup, whose, source) };
  const lastSeenAt = clock();
  await tx.knownSource.upsert({
    where: { subjectId_sourceHash: network },
    create: { ...network, lastSeenAt },
    update: { lastSeenAt },
  });
}

/** Under which hashes the asking network, and the asking device where it has a token, would be known. */
export function hashesOf(
  { keys: { lookup } }: Pick<Service, 'keys'>,
  whose: Whose,
  source: Source,
) {
  const device = readDeviceToken(lookup, whose.emailLookup, source.device);
  return { network: hashNetwork(lookup, whose, source), device: hashDevice(lookup, whose, device) };
}

/** Forgets every source: what was proven there, a new password or factor has made worth less. */
export async function forgetKnownSources(tx: Transaction, subjectId: string) {
  await tx.knownSource.deleteMany({ where: { subjectId } });
}

function hashNetwork(lookup: Buffer, { id }: Whose, { address }: Source): Bytes {
  return keyedHash(lookup, 'source', id, networkOf(address));
}

function hashDevice(lookup: Buffer, { id }: Whose, device: string | null): Bytes | null {
  return device === null ? null : keyedHash(lookup, 'known-device', id, device);
}
