import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { writeCursor } from './cursor.ts';
import { filterSql } from './filter.ts';
import { type Activity, type ActivityQuery, newestEntries, pageMax } from './list-activity.ts';

/** So many failures in a row are counted, and no more: what an attacker adds must not slow the page. */
export const countedMax = 200;

/** Failed attempts with nothing else between them. */
export interface Failures {
  /** Two at least; `countedMax + 1` stands for any more than that. */
  count: number;
  /** From so many addresses. */
  addresses: number;
  /** When the oldest of them was. */
  since: Date;
}

/** An entry, or, with `failures`, the newest of several that are shown as one. */
export interface HistoryItem extends Activity {
  failures: Failures | null;
}

export interface HistoryPage {
  items: HistoryItem[];
  /** Cursor of the next, older page; undefined on the last. */
  older: string | undefined;
}

const isFailure = Prisma.sql`outcome = 'no' AND kind IN ('sign-in', 'second-factor')`;

type Row = Activity & Failures & { isBeyond: boolean };

/**
 * One page of an account's history as {@link listActivity} has it, with failed attempts in a row put
 * together. What a page costs depends neither on how many came before it nor on how many failed between.
 */
export async function listHistory(db: PrismaClient, query: ActivityQuery): Promise<HistoryPage> {
  const limit = Math.min(query.limit ?? pageMax, pageMax);
  const others = newestEntries(query, limit + 1, Prisma.sql`NOT (${isFailure})`);
  const { customerId, before, ...filter } = query;
  const newest = before
    ? Prisma.sql`${before.at}::timestamptz, ${before.id}::bigint`
    : Prisma.sql`'infinity'::timestamptz, 0::bigint`;
  const failed = Prisma.sql`customer_id = ${customerId}::uuid AND ${isFailure}
    AND (at, id) < (to_at, to_id) AND (at, id) > (from_at, from_id) ${filterSql(filter)}`;
  const rows = await db.$queryRaw<Row[]>`
    /* named */ WITH start (at, id) AS (VALUES (${newest})), other AS (
      SELECT *, row_number() OVER (ORDER BY at DESC, id DESC) AS place FROM (${others}) o
    ), edge AS (
      SELECT at, id FROM other WHERE place <= ${limit}
      UNION ALL SELECT '-infinity', 0 FROM other HAVING count(*) <= ${limit}
    ), gap AS (
      SELECT edge.at AS from_at, edge.id AS from_id, coalesce(lag(edge.at) OVER w, start.at) AS to_at,
        coalesce(lag(edge.id) OVER w, start.id) AS to_id
      FROM edge, start WINDOW w AS (ORDER BY edge.at DESC, edge.id DESC)
    )
    SELECT id, at, kind, outcome, address, "userAgent", detail, 1 AS count, 1 AS addresses, at AS since,
      place > ${limit} AS "isBeyond" FROM other
    UNION ALL
    SELECT last.*, run.*, false FROM gap, LATERAL (
      SELECT id, at, kind, outcome, address, user_agent, detail FROM activity
      WHERE ${failed} ORDER BY at DESC, id DESC LIMIT 1) last, LATERAL (
      SELECT count(*)::int, count(DISTINCT address)::int, min(at) FROM (
        SELECT at, address FROM activity WHERE ${failed}
        ORDER BY at DESC, id DESC LIMIT ${countedMax + 1}) f) run
    ORDER BY at DESC, id DESC`;
  const items = rows.filter(({ isBeyond }) => !isBeyond).map(toItem);
  const last = items.at(-1);
  return { items, older: items.length < rows.length && last ? writeCursor(last) : undefined };
}

function toItem({ isBeyond: _, count, addresses, since, ...entry }: Row): HistoryItem {
  return { ...entry, failures: count > 1 ? { count, addresses, since } : null };
}
