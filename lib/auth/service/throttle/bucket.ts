import { keyedHash } from '../keys/keyed-hash.ts';
import type { Service } from '../service.ts';
import { type LimitName, limits } from './limits.ts';

/** What an attempt was counted against. */
export interface Bucket {
  limit: LimitName;
  of: string[];
}

/**
 * Counts one attempt against each bucket, in order, and stops at the first that is full. Called before
 * anything is verified.
 *
 * The statement itself allows or refuses: of any number of simultaneous attempts, no more than the
 * burst pass.
 *
 * @returns whether all had room.
 */
export async function takeAttempt(service: Service, buckets: Bucket[]): Promise<boolean> {
  for (const bucket of buckets) {
    if (!(await takeFrom(service, bucket))) return false;
  }
  return true;
}

async function takeFrom(service: Service, { limit, of }: Bucket): Promise<boolean> {
  const { burst, secondsEach } = limits[limit];
  const key = keyedHash(service.keys.lookup, `throttle-${limit}`, ...of);
  const taken = await service.database.$executeRaw`
    INSERT INTO throttle (bucket, level, updated_at) VALUES (${key}, 1, ${service.clock()})
    ON CONFLICT (bucket) DO UPDATE SET
      level = 1 + greatest(0, throttle.level
        - greatest(0, extract(epoch FROM excluded.updated_at - throttle.updated_at)) / ${secondsEach}::float8),
      updated_at = greatest(throttle.updated_at, excluded.updated_at)
    WHERE 1 + greatest(0, throttle.level
        - greatest(0, extract(epoch FROM excluded.updated_at - throttle.updated_at)) / ${secondsEach}::float8)
      <= ${burst}::float8`;
  return taken === 1;
}

/** Gives a right attempt back: only wrong ones count. */
export async function giveBack(service: Service, buckets: Bucket[]): Promise<void> {
  for (const { limit, of } of buckets) {
    const key = keyedHash(service.keys.lookup, `throttle-${limit}`, ...of);
    await service.database.$executeRaw`
      UPDATE throttle SET level = greatest(0, level - 1) WHERE bucket = ${key}`;
  }
}
