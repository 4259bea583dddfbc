import { chainActivity } from '../../ledger/chain-activity.ts';
import { markPassing } from '../../ledger/mark-passing.ts';
import { signCheckpoint } from '../../ledger/sign-checkpoint.ts';
import type { Surroundings } from './surroundings.ts';

/** Chains what waits, marks what is old enough to go, and has a checkpoint over all chains signed. */
export async function signActivity({
  database,
  auth,
  activityDays,
}: Pick<Surroundings, 'database' | 'auth' | 'activityDays'>): Promise<void> {
  await chainActivity(database);
  await markPassing(database, activityDays);
  await signCheckpoint(database, auth);
}
