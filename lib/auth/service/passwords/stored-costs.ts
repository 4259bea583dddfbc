import type { Service } from '../service.ts';
import type { StoredPassword } from './judge.ts';
import { legacySchemes } from './legacy/legacy-hash.ts';
import { openPassword } from './open-password.ts';
import { currentScheme } from './scheme.ts';
import { wrappedSchemes } from './wrapped-hash.ts';

/** The costliest stored hash of each scheme: nine look-ups in an index, however many customers. */
export async function findCostliest(
  service: Pick<Service, 'database' | 'keys' | 'log'>,
): Promise<StoredPassword[]> {
  const found = await Promise.all(
    [...legacySchemes, ...wrappedSchemes, currentScheme].map((scheme) =>
      service.database.password.findFirst({ where: { scheme }, orderBy: { cost: 'desc' } }),
    ),
  );
  const rows = found.filter((row) => row !== null);
  return Promise.all(rows.map((row) => openPassword(service, row)));
}
