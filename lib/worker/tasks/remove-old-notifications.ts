import type { Surroundings } from './surroundings.ts';

/** Most rows one statement removes: it holds up who places a hold, so it is short. */
const removedMax = 2_000;
/** How long one job may go on: what is left waits for the next. */
const jobSeconds = 240;

/** Removes what customers were told longer ago than their activity is kept. The database judges age and hold. */
export async function removeOldNotifications({
  database,
  activityDays,
}: Pick<Surroundings, 'database' | 'activityDays'>): Promise<void> {
  const until = Date.now() + jobSeconds * 1_000;
  for (let removed = removedMax; removed === removedMax && Date.now() < until; ) {
    const [row] = await database.$queryRaw<[{ removed: number }]>`
      SELECT remove_old_notifications(${activityDays}::int, ${removedMax}::int) AS removed`;
    removed = row.removed;
  }
}
