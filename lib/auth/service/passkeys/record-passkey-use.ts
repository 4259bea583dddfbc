import type { Source } from '../../contract.ts';
import type { Transaction } from '../service.ts';
import type { ProvenPasskey } from './verify-assertion.ts';

/**
 * Notes that a passkey signed. Conditional upon its counter: of two answers of one count, the second is a copy's.
 * Call with the subject locked.
 *
 * @returns false where it was removed meanwhile, or counts no further.
 */
export async function recordPasskeyUse(
  tx: Transaction,
  { passkey, signCount, synced }: ProvenPasskey,
  { surroundings }: Source,
  now: Date,
): Promise<boolean> {
  const { browser = null, system = null, place = 'unknown' } = surroundings ?? {};
  const { count } = await tx.passkey.updateMany({
    where: {
      id: passkey.id,
      signCount: signCount === 0n ? 0n : { lt: signCount },
    },
    data: {
      signCount,
      synced,
      lastUsedAt: now,
      lastBrowser: browser,
      lastSystem: system,
      lastPlace: place,
    },
  });
  return count === 1;
}
