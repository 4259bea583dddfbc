import type { Service } from '../service.ts';
import { readAgreedKeys } from './agreed-keys.ts';
import { keysOf } from './fingerprint.ts';
import { reportHeldKeys } from './key-holders.ts';
import type { KeyKind } from './key-ring.ts';
import { dropRetired, retireUnusedPeppers } from './rotation/retire.ts';

/** Follows what replicas agree upon: loads new keys, says which are held, lets go of those retired. */
export async function keepKeys(service: Service): Promise<void> {
  const { database, keys } = service;
  const coming = await database.keyRotation.findMany({ where: { state: 'made' } });
  const lacks = coming.some(
    ({ kind, toVersion }) => !keysOf(keys.loaded, kind as KeyKind).byVersion.has(toVersion ?? 0),
  );
  if (lacks) await keys.refresh();
  await reportHeldKeys(service);
  const agreed = await readAgreedKeys(database);
  if (!keys.adopt(agreed)) {
    await keys.reload();
    if (!keys.adopt(agreed)) service.log.error({ event: 'key-missing' });
  }
  await retireUnusedPeppers(service);
  await dropRetired(service);
}
