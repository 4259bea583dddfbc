import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { withIndexPlans } from '../investigations/with-index-plans.ts';
import type { Window } from './window.ts';

/** Most sources in the list. */
const listedMax = 10;
/** Of each hour or day, the sources that may come into the list. */
const busiestMax = 50;
/** Most sign-ins of one source that are looked at for the accounts it tried. */
export const readMax = 20_000;

/** A network, and what came from it within the window. */
export interface Source {
  /** In CIDR: an IPv4 /24 or an IPv6 /48. */
  network: string;
  yes: number;
  no: number;
  accounts: number;
  /** That there may be more: the source was too busy to look at every sign-in. */
  accountsAtLeast: boolean;
}

/**
 * The busiest sources of the window, the busiest first. Its figures are whole; a source that on no day (in no
 * hour) was among that one's busiest is passed over.
 */
export async function listSources(db: PrismaClient, window: Window): Promise<Source[]> {
  return withIndexPlans(db, async (tx) => {
    const found = await tx.$queryRaw<Pick<Source, 'network' | 'yes' | 'no'>[]>(busiest(window));
    if (found.length === 0) return [];
    const read = await tx.$queryRaw<{ network: string; accounts: number; read: number }[]>(
      accountsOf(
        found.map(({ network }) => network),
        window,
      ),
    );
    const tried = new Map(read.map((row) => [row.network, row]));
    return found.map((one) => {
      const { accounts = 0, read = 0 } = tried.get(one.network) ?? {};
      return { ...one, accounts, accountsAtLeast: read > readMax };
    });
  });
}

// The busiest of each step and not of all together, which would be a sum over every network there was.
function busiest({ span, from, until }: Window) {
  return Prisma.sql`
    WITH late AS MATERIALIZED (
      SELECT network, sum(yes)::int AS yes, sum(no)::int AS no FROM sign_in_uncounted
      WHERE network IS NOT NULL AND hour >= ${from}::timestamptz AND hour < ${until}::timestamptz
      GROUP BY network
    ), candidate AS (
      SELECT network FROM generate_series(${from}::timestamptz, ${until}::timestamptz - interval '1 second',
        ('1 ' || ${span})::interval) AS step (at), LATERAL (
          SELECT network FROM sign_in_source WHERE span = ${span} AND since = step.at
          ORDER BY yes + no DESC LIMIT ${busiestMax}) AS top
      UNION (SELECT network FROM late ORDER BY yes + no DESC LIMIT ${busiestMax})
    )
    SELECT network::text, coalesce(counted.yes, 0) + coalesce(late.yes, 0) AS yes,
      coalesce(counted.no, 0) + coalesce(late.no, 0) AS no
    FROM candidate LEFT JOIN late USING (network), LATERAL (
      SELECT sum(s.yes)::int AS yes, sum(s.no)::int AS no FROM sign_in_source s
      WHERE s.span = ${span} AND s.network = candidate.network
        AND s.since >= ${from}::timestamptz AND s.since < ${until}::timestamptz) AS counted
    ORDER BY coalesce(counted.yes + counted.no, 0) + coalesce(late.yes + late.no, 0) DESC, network
    LIMIT ${listedMax}`;
}

// Whatever stands in the histories of a busy network, no more is read than this: the list must not wait for it.
function accountsOf(networks: string[], { from, until }: Window) {
  return Prisma.sql`
    SELECT source.network::text, tried.* FROM unnest(${networks}::cidr[]) AS source (network), LATERAL (
      SELECT count(DISTINCT customer_id)
          FILTER (WHERE at >= ${from}::timestamptz AND at < ${until}::timestamptz)::int AS accounts,
        count(*)::int AS read
      FROM (SELECT customer_id, at FROM activity
        WHERE ip BETWEEN source.network::inet
            AND set_masklen(broadcast(source.network::inet), CASE family(source.network) WHEN 4 THEN 32 ELSE 128 END)
          AND kind IN ('sign-in', 'second-factor')
        LIMIT ${readMax + 1}) AS one) AS tried`;
}
