import { removePassing } from '../../ledger/remove-passing.ts';
import type { Surroundings } from './surroundings.ts';

/** How long one job may go on: what is left waits for the next. */
const jobSeconds = 240;

/** Removes activity that is older than the policy keeps it, as far as a signed checkpoint says that it may go. */
export async function removeOldActivity({
  database,
  activityDays,
}: Pick<Surroundings, 'database' | 'activityDays'>): Promise<void> {
  await removePassing(database, activityDays, Date.now() + jobSeconds * 1_000);
}
