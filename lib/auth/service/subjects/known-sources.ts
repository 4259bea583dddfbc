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

export const knownForDays = 90;

/** Whether this source is known for the subject: its device first, which nobody shares. */
export async function findKnown(service: Service, whose: Whose, source: Source): Promise<Known> {
  const device = readDeviceToken(service.keys.lookup, whose.emailLookup, source.device);
  const [network, own] = [hashNetwork(service, whose, source), hashDevice(service, whose, device)];
  const since = new Date(service.clock().getTime() - knownForDays * 86_400_000);
  const rows = await service.database.knownSource.findMany({
    where: {
      subjectId: whose.id,
      sourceHash: { in: own ? [network, own] : [network] },
      lastSeenAt: { gte: since },
    },
  });
  const has = (hash: Bytes) => rows.some((row) => Buffer.compare(row.sourceHash, hash) === 0);
  if (device && own && has(own)) return { by: 'device', device };
  return has(network) ? { by: 'network' } : null;
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
  const { lookup } = service.keys;
  const before = readDeviceToken(lookup, whose.emailLookup, source.device);
  const token = mintDeviceToken(lookup, whose.emailLookup, before);
  const device = readDeviceToken(lookup, whose.emailLookup, token);
  const lastSeenAt = service.clock();
  const [network, own] = [hashNetwork(service, whose, source), hashDevice(service, whose, device)];
  await tx.$executeRaw`
    INSERT INTO known_source (subject_id, source_hash, last_seen_at)
    VALUES (${whose.id}::uuid, ${network}, ${lastSeenAt}), (${whose.id}::uuid, ${own}, ${lastSeenAt})
    ON CONFLICT (subject_id, source_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at`;
  return token;
}

/** Forgets every source: what was proven there, a new password or factor has made worth less. */
export async function forgetKnownSources(tx: Transaction, subjectId: string) {
  await tx.knownSource.deleteMany({ where: { subjectId } });
}

function hashNetwork(service: Service, { id }: Whose, { address }: Source): Bytes {
  return keyedHash(service.keys.lookup, 'source', id, networkOf(address));
}

function hashDevice(service: Service, { id }: Whose, device: string | null): Bytes | null {
  return device === null ? null : keyedHash(service.keys.lookup, 'known-device', id, device);
}
