import { legacySchemes } from '../passwords/legacy/legacy-hash.ts';
import { wrappedSchemes } from '../passwords/wrapped-hash.ts';
import type { Service } from '../service.ts';

/** The customer with the oldest password that still has its older system's form, wrapped or not. */
export async function findDormant(database: Pick<Service['database'], 'password'>) {
  // By scheme, so that each is one look-up in an index.
  const found = await Promise.all(
    [...legacySchemes, ...wrappedSchemes].map((scheme) =>
      database.password.findFirst({
        where: { scheme },
        orderBy: { setAt: 'asc' },
        select: { subjectId: true, setAt: true },
      }),
    ),
  );
  const [oldest] = found
    .filter((one) => one !== null)
    .sort((a, b) => a.setAt.getTime() - b.setAt.getTime());
  return oldest ? { subject: oldest.subjectId, passwordSetAt: oldest.setAt } : null;
}
