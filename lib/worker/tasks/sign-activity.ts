import { chainActivity } from '../../ledger/chain-activity.ts';
import { signCheckpoint } from '../../ledger/sign-checkpoint.ts';
import type { Surroundings } from './surroundings.ts';

/** Chains what waits, and has a checkpoint over all chains signed. */
export async function signActivity({
  database,
  auth,
}: Pick<Surroundings, 'database' | 'auth'>): Promise<void> {
  await chainActivity(database);
  await signCheckpoint(database, auth);
}
