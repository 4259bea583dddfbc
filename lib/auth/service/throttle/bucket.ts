import { keyedHash } from '../keys/keyed-hash.ts';
import type { Service } from '../service.ts';
import { type LimitName, limits } from './limits.ts';

/** What an attempt was counted against. */
export interface Bucket {
  limit: LimitName;
  of: string[];
  /** Counts only where this other bucket of the same attempt is empty: the first of its kind lately. */
  ifFirstIn?: Bucket;
}

/** An attempt that was allowed. */
export interface Attempt {
  /** Takes it back: it was right, and only wrong ones count. */
  giveBack(): Promise<void>;
}

/**
 * Counts one attempt against every bucket, or, where one is full, against none. Called before anything is
 * verified.
 *
 * The insert itself allows or refuses: of any number of simultaneous attempts, at any number of replicas, no
 * more than the burst pass. It takes its rows one by one in the order of their keys, as giving back does,
 * so that no two wait for each other.
 *
 * @returns null where one was full.
 */
export async function takeAttempt(service: Service, buckets: Bucket[]): Promise<Attempt | null> {
  const counted = await insertAttempt(service, buckets);
  const taken = counted.filter((one) => one.taken);
  const charged = taken.filter(({ weight }) => weight > 0).map(({ key }) => key);
  if (taken.length === buckets.length) return { giveBack: () => giveBack(service, charged) };
  // It had room in all when it looked, and others were faster.
  if (charged.length) await giveBack(service, charged);
  const refusing = counted.find(({ full }) => full) ?? counted.find((one) => !one.taken);
  const bucket = buckets.find((one) => keyOf(service, one) === refusing?.key);
  if (bucket) service.watch.throttled(bucket.limit);
  return null;
}

interface Counted {
  key: string;
  weight: number;
  full: boolean;
  taken: boolean;
}

function insertAttempt(service: Service, buckets: Bucket[]) {
  const keys = buckets.map((bucket) => keyOf(service, bucket));
  const firsts = buckets.map(({ ifFirstIn }) => (ifFirstIn ? keyOf(service, ifFirstIn) : null));
  const bursts = buckets.map(({ limit }) => limits[limit].burst);
  const seconds = buckets.map(({ limit }) => limits[limit].secondsEach);
  const now = service.clock();
  return service.database.$queryRaw<Counted[]>`
    WITH asked AS (
      SELECT decode(key, 'hex') AS bucket, burst, seconds_each, decode(first_in, 'hex') AS first_in
      FROM unnest(${keys}::text[], ${bursts}::float8[], ${seconds}::float8[], ${firsts}::text[])
        AS a(key, burst, seconds_each, first_in)
    ), seen AS (
      SELECT a.bucket, a.burst, a.first_in, coalesce(greatest(0, t.level
        - greatest(0, extract(epoch FROM ${now}::timestamptz - t.updated_at)) / a.seconds_each), 0) AS level
      FROM asked a LEFT JOIN throttle t ON t.bucket = a.bucket
    ), weighed AS (
      SELECT s.bucket, s.level, s.burst,
        CASE WHEN EXISTS (SELECT FROM seen f WHERE f.bucket = s.first_in AND f.level > 0)
          THEN 0 ELSE 1 END AS weight
      FROM seen s
    ), taken AS (
      INSERT INTO throttle AS t (bucket, level, updated_at)
      SELECT bucket, weight, ${now} FROM weighed
      WHERE NOT EXISTS (SELECT FROM weighed WHERE level + weight > burst)
      ORDER BY bucket
      ON CONFLICT (bucket) DO UPDATE SET
        level = excluded.level + greatest(0, t.level
          - greatest(0, extract(epoch FROM excluded.updated_at - t.updated_at))
            / (SELECT seconds_each FROM asked WHERE bucket = t.bucket)),
        updated_at = greatest(t.updated_at, excluded.updated_at)
      WHERE excluded.level + greatest(0, t.level
          - greatest(0, extract(epoch FROM excluded.updated_at - t.updated_at))
            / (SELECT seconds_each FROM asked WHERE bucket = t.bucket))
        <= (SELECT burst FROM asked WHERE bucket = t.bucket)
      RETURNING t.bucket
    )
    SELECT encode(w.bucket, 'hex') AS key, w.weight, w.level + w.weight > w.burst AS full,
      t.bucket IS NOT NULL AS taken
    FROM weighed w LEFT JOIN taken t ON t.bucket = w.bucket`;
}

async function giveBack({ database }: Service, keys: string[]): Promise<void> {
  await database.$executeRaw`
    WITH held AS (
      SELECT bucket FROM throttle
      WHERE bucket IN (SELECT decode(key, 'hex') FROM unnest(${keys}::text[]) AS k(key))
      ORDER BY bucket FOR UPDATE
    )
    UPDATE throttle t SET level = greatest(0, t.level - 1) FROM held WHERE t.bucket = held.bucket`;
}

function keyOf({ keys }: Service, { limit, of }: Bucket): string {
  return Buffer.from(keyedHash(keys.lookup, `throttle-${limit}`, ...of)).toString('hex');
}
