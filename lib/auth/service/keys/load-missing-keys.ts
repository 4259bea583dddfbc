import { sealedVersion } from '../seal/seal.ts';
import type { Service } from '../service.ts';
import type { KeyRing } from './key-ring.ts';

/** What a row needs to be opened: its sealed values, and the pepper of its password. */
export interface NeededKeys {
  sealed: (Uint8Array | null | undefined)[];
  pepper: number | null | undefined;
}

/**
 * Loads the keys anew when a row names one we do not hold: another replica may have sealed it with a new one.
 *
 * @returns whether all are held now.
 */
export async function loadMissingKeys(
  { keys }: Pick<Service, 'keys'>,
  needed: NeededKeys,
): Promise<boolean> {
  if (holdsAll(keys, needed)) return true;
  await keys.refresh();
  return holdsAll(keys, needed);
}

function holdsAll({ keyEncryption, peppers }: KeyRing, { sealed, pepper }: NeededKeys): boolean {
  return (
    (!pepper || peppers.byVersion.has(pepper)) &&
    sealed.every((bytes) => !bytes || keyEncryption.byVersion.has(sealedVersion(bytes) ?? 0))
  );
}
