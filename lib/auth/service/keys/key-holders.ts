import type { Service, Transaction } from '../service.ts';
import { allFingerprints } from './fingerprint.ts';

/** A replica that says nothing for this long runs no more. */
const silentSeconds = 10;

/** Says that this replica runs, and which keys it holds. */
export async function reportHeldKeys({ database, keys, replica }: Service): Promise<void> {
  await database.$executeRaw`
    INSERT INTO key_holder VALUES (${replica}::uuid, ${allFingerprints(keys.loaded)}::bytea[], clock_timestamp())
    ON CONFLICT (replica) DO UPDATE SET fingerprints = excluded.fingerprints, seen_at = excluded.seen_at`;
  await database.$executeRaw`
    DELETE FROM key_holder WHERE seen_at < clock_timestamp() - interval '1 hour'`;
}

/** Says that this replica runs no more. */
export async function forgetHeldKeys({ database, replica }: Service): Promise<void> {
  await database.keyHolder.deleteMany({ where: { replica } });
}

/** How many running replicas do not hold a key yet. */
export async function countWithout(tx: Transaction, fingerprint: Uint8Array): Promise<number> {
  const [row] = await tx.$queryRaw<{ missing: number }[]>`
    SELECT count(*)::int AS missing FROM key_holder
    WHERE seen_at > clock_timestamp() - ${silentSeconds}::int * interval '1 second'
      AND NOT fingerprints @> ARRAY[${fingerprint}::bytea]`;
  return row?.missing ?? 0;
}
