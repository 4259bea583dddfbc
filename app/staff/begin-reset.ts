import 'server-only';
import { ask } from '../../lib/auth/client.ts';
import { database } from '../../lib/manager/database.ts';
import { currentRequestId } from '../../lib/manager/request.ts';
import { type StartedReset, startReset } from '../../lib/resets/start-reset.ts';

/** Starts a reset; null when it could not even be written down, and so nothing has begun. */
export async function beginReset(
  wish: Parameters<typeof startReset>[1],
): Promise<StartedReset | null> {
  try {
    const requestId = await currentRequestId();
    return await startReset({ db: database(), ask, requestId }, wish);
  } catch {
    return null;
  }
}
