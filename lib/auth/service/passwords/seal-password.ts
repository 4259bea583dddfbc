import type { HeldKeys } from '../keys/hold-keys.ts';
import { passwordHashPlace } from '../seal/places.ts';
import { seal } from '../seal/seal.ts';
import type { StoredPassword } from './judge.ts';

/**
 * A password's hash as its row takes it: sealed, with what it may be counted by beside it. The seal holds
 * those too, so that no column can be turned to have a hash judged by a weaker rule.
 *
 * @param keys held by the transaction that writes the row.
 * @throws for a hash under a pepper that was retired since it was made.
 */
export function sealPassword(keys: HeldKeys, subjectId: string, stored: StoredPassword) {
  const { pepperVersion } = stored;
  if (pepperVersion !== null && !keys.peppers.byVersion.has(pepperVersion)) {
    throw new Error('the pepper of this hash was retired');
  }
  return sealAsItIs(keys, subjectId, stored);
}

/** As {@link sealPassword}, for a hash that stands in a row already, whatever its pepper. */
export function sealAsItIs(
  keys: HeldKeys,
  subjectId: string,
  { scheme, cost, pepperVersion, hash }: StoredPassword,
) {
  const content = JSON.stringify([scheme, cost, pepperVersion, hash]);
  return {
    scheme,
    cost,
    pepperVersion,
    hashSealed: seal(keys, passwordHashPlace(subjectId), Buffer.from(content)),
    keyVersion: keys.keyEncryption.current,
    plainHash: null,
  };
}
