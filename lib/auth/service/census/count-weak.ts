import type { PasswordWeakness } from '../../contract.ts';
import type { Service } from '../service.ts';

/** How many passwords in force were found weak when last typed, by what is against them. */
export async function countWeak(
  database: Pick<Service['database'], '$queryRaw'>,
): Promise<{ weakness: PasswordWeakness; count: number }[]> {
  return database.$queryRaw`
    SELECT weakness, count(*)::int AS count FROM password
    WHERE weakness IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`;
}
