import type { Service, Transaction } from '../service.ts';
import type { KeyRing } from './key-ring.ts';

declare const held: unique symbol;
/** Keys whose current versions stay the agreed ones until a transaction ends. Only {@link holdKeys} gives them. */
export type HeldKeys = KeyRing & { readonly [held]: true };

/**
 * The keys to seal with in this transaction. Whatever seals takes them from here, so that nothing sealed
 * under an old key is committed after a rotation has looked for it. Lock the subject first.
 */
export async function holdKeys(
  service: Pick<Service, 'keys'>,
  _tx: Transaction,
): Promise<HeldKeys> {
  return service.keys as HeldKeys;
}
