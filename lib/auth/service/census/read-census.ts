import type { Service } from '../service.ts';

/** How many passwords of each scheme the newest census found; nothing before the first. */
export async function readCensus({
  database,
}: Pick<Service, 'database'>): Promise<{ scheme: string; count: number }[]> {
  const newest = await database.passwordCensus.findFirst({ orderBy: { day: 'desc' } });
  if (!newest) return [];
  return database.passwordCensus.findMany({
    where: { day: newest.day },
    select: { scheme: true, count: true },
  });
}
