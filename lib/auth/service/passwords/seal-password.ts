import type { HeldKeys } from '../keys/hold-keys.ts';
import { passwordHashPlace } from '../seal/places.ts';
import { seal } from '../seal/seal.ts';
import type { StoredPassword } from './judge.ts';

/**
 * A password's hash as its row takes it: sealed, with what it may be counted by beside it. The seal holds
 * those too, so that no column can be turned to have a hash judged by a weaker rule.
 *
 * @param keys held by the transaction that writes the row.
 */
export function sealPassword(
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
