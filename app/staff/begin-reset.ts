import 'server-only';
import { ask } from '../../lib/auth/client.ts';
import { database } from '../../lib/manager/database.ts';
import { type StartedReset, startReset } from '../../lib/resets/start-reset.ts';

/** Starts a reset; null when it could not even be written down, and so nothing has begun. */
export async function beginReset(
  wish: Parameters<typeof startReset>[1],
): Promise<StartedReset | null> {
  try {
    return await startReset({ db: database(), ask }, wish);
  } catch {
    return null;
  }
}
