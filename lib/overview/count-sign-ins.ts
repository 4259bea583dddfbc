import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { Window } from './window.ts';

/** Sign-ins of everybody in one step of the window. */
export interface SignInStep {
  at: Date;
  yes: number;
  no: number;
}

/**
 * Sign-ins over the window, a step at a time, the empty ones too. Right at every moment: what the worker has
 * counted and what is still to be counted are read in one statement.
 */
export async function countSignIns(
  db: Pick<PrismaClient, '$queryRaw'>,
  { from, until, stepHours }: Pick<Window, 'from' | 'until' | 'stepHours'>,
): Promise<SignInStep[]> {
  return db.$queryRaw`
    WITH counted AS (
      SELECT date_bin(make_interval(hours => ${stepHours}::int), hour, ${from}::timestamptz) AS at, yes, no
      FROM (SELECT hour, yes, no FROM sign_in_hour UNION ALL SELECT hour, yes, no FROM sign_in_uncounted) AS every
      WHERE hour >= ${from}::timestamptz AND hour < ${until}::timestamptz
    )
    SELECT at, coalesce(sum(yes), 0)::int AS yes, coalesce(sum(no), 0)::int AS no
    FROM generate_series(${from}::timestamptz, ${until}::timestamptz - interval '1 second',
      make_interval(hours => ${stepHours}::int)) AS step (at)
    LEFT JOIN counted USING (at) GROUP BY at ORDER BY at`;
}
