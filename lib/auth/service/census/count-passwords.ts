import { currentScheme } from '../passwords/scheme.ts';
import type { Service } from '../service.ts';

/** One kind of stored hash. A pepper version of 0 is none. */
export interface PasswordKind {
  scheme: string;
  cost: number;
  pepperVersion: number;
}

/** How many hashes there are of each kind. One pass over the table. */
export async function countPasswords(
  database: Pick<Service['database'], '$queryRaw'>,
): Promise<(PasswordKind & { count: number })[]> {
  return database.$queryRaw`
    SELECT scheme, cost, coalesce(pepper_version, 0) AS "pepperVersion", count(*)::int AS count
    FROM password GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`;
}

/** Whether a hash of this kind is as one made today would be. */
export function isCurrent(
  { keys, cost }: Pick<Service, 'keys' | 'cost'>,
  kind: PasswordKind,
): boolean {
  const isNewest = kind.pepperVersion === keys.peppers.current;
  return kind.scheme === currentScheme && kind.cost === cost && isNewest;
}
