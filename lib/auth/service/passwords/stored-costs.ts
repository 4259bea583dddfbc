import type { PrismaClient } from '../../../../prisma/auth/client/client.ts';
import type { StoredPassword } from './judge.ts';
import { legacySchemes } from './legacy/legacy-hash.ts';
import { currentScheme } from './scheme.ts';

/** The costliest stored hash of each scheme: five look-ups in an index, however many customers. */
export async function findCostliest(database: PrismaClient): Promise<StoredPassword[]> {
  const found = await Promise.all(
    [...legacySchemes, currentScheme].map((scheme) =>
      database.password.findFirst({
        where: { scheme },
        orderBy: { cost: 'desc' },
        select: { scheme: true, cost: true, pepperVersion: true, hash: true },
      }),
    ),
  );
  return found.filter((password) => password !== null);
}
