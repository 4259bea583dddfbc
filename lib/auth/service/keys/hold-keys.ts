import type { Service, Transaction } from '../service.ts';
import { readAgreedKeys } from './agreed-keys.ts';
import type { KeyRing } from './key-ring.ts';

declare const held: unique symbol;
/** Keys whose current versions stay the agreed ones until a transaction ends. Only {@link holdKeys} gives them. */
export type HeldKeys = KeyRing & { readonly [held]: true };

// Any constant, other than the ones of the set-up and of cutoffs.
const keysLock = 7_317_003;

/**
 * The keys to seal with in this transaction. Whatever seals takes them from here, so that nothing sealed
 * under an old key is committed after a rotation has looked for it. Lock the subject first.
 *
 * @throws when a current key cannot be had here: better no answer than a row that others cannot open.
 */
export async function holdKeys(service: Pick<Service, 'keys'>, tx: Transaction): Promise<HeldKeys> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${keysLock}::bigint)`;
  const agreed = await readAgreedKeys(tx);
  const keys = service.keys.adopt(agreed);
  if (keys) return keys as HeldKeys;
  await service.keys.refresh();
  const again = service.keys.adopt(agreed);
  if (!again) throw new Error('a current key is not held');
  return again as HeldKeys;
}

/** Waits for all who hold keys. Whoever holds them next sees what this transaction agrees upon. */
export async function lockKeys(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${keysLock}::bigint)`;
}
