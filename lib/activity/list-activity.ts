import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { type ActivityFilter, filterSql } from './filter.ts';
import type { ActivityKind, Outcome } from './kinds.ts';

/** One entry of an account's history, as its owner and staff may read it. */
export interface Activity {
  id: bigint;
  at: Date;
  kind: ActivityKind;
  outcome: Outcome;
  address: string;
  userAgent: string;
  detail: Record<string, string | number>;
}

export interface ActivityQuery extends ActivityFilter {
  customerId: string;
  before?: Cursor | undefined;
  /** Entries a page, 50 at most. */
  limit?: number;
}

export interface ActivityPage {
  entries: Activity[];
  /** Cursor of the next, older page; undefined on the last. */
  older: string | undefined;
}

/** Most entries a page. */
export const pageMax = 50;

/**
 * One page of an account's history, newest first, at the same cost for the first page and the last. A forced
 * reset is one row for all: it is shown in each history it concerns, numbered 0.
 */
export async function listActivity(db: PrismaClient, query: ActivityQuery): Promise<ActivityPage> {
  const limit = Math.min(query.limit ?? pageMax, pageMax);
  const rows = await db.$queryRaw<Activity[]>(newestEntries(query, limit + 1));
  const entries = rows.slice(0, limit);
  const last = entries.at(-1);
  return { entries, older: rows.length > limit && last ? writeCursor(last) : undefined };
}

/** @param among a further condition on `activity`. */
export function newestEntries(
  query: ActivityQuery,
  limit: number,
  among = Prisma.sql`true`,
): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM (${ownEntries(query, limit, among)} UNION ALL ${forcedResets(query, limit)}) AS entry
    ORDER BY at DESC, id DESC LIMIT ${limit}`;
}

function ownEntries(
  { customerId, before, ...filter }: ActivityQuery,
  limit: number,
  among: Prisma.Sql,
) {
  return Prisma.sql`(
    SELECT id, at, kind, outcome, address, user_agent AS "userAgent", detail FROM activity
    WHERE customer_id = ${customerId}::uuid AND ${among} ${filterSql(filter)}
      ${before ? Prisma.sql`AND (at, id) < (${before.at}::timestamptz, ${before.id})` : Prisma.empty}
    ORDER BY at DESC, id DESC LIMIT ${limit})`;
}

// No address: where a member of staff sat is not for the customer's history. Once, the resets of some were written
// into the histories themselves.
function forcedResets({ customerId, before, ...filter }: ActivityQuery, limit: number) {
  const { kind, outcome, network, from, until, search = [] } = filter;
  const isFound = search.every(({ kinds }) => kinds.includes('forced-reset'));
  const shown = (!kind || kind === 'forced-reset') && outcome !== 'no' && !network && isFound;
  return Prisma.sql`(
    SELECT 0::bigint, r.cutoff, 'forced-reset', 'yes', '', '', 
      jsonb_strip_nulls(jsonb_build_object('scope', r.scope, 'takenBack', CASE WHEN r.state = 'cancelled' THEN 'yes' END))
    FROM reset r JOIN customer c ON c.id = ${customerId}::uuid
    WHERE ${shown} AND r.state IN ('active', 'cancelled') AND r.cutoff IS NOT NULL
      AND (r.scope = 'all' AND c.created_at < r.cutoff OR r.scope <> 'all' AND EXISTS (
        SELECT FROM reset_subject rs WHERE rs.reset_id = r.id AND rs.customer_id = c.id
      ) AND NOT EXISTS (
        SELECT FROM activity a
        WHERE a.customer_id = c.id AND a.at = r.cutoff AND a.kind = 'forced-reset'
      ))
      ${from ? Prisma.sql`AND r.cutoff >= ${from}::timestamptz` : Prisma.empty}
      ${until ? Prisma.sql`AND r.cutoff < ${until}::timestamptz` : Prisma.empty}
      ${before ? Prisma.sql`AND (r.cutoff, 0::bigint) < (${before.at}::timestamptz, ${before.id})` : Prisma.empty}
    ORDER BY r.cutoff DESC LIMIT ${limit})`;
}
