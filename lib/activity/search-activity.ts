import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import {
  type Activity,
  type ActivityPage,
  type ActivityQuery,
  newestEntries,
  pageMax,
} from './list-activity.ts';

/** Entries that one page looks through: what an attacker adds must not slow it. */
export const searchedMax = 10_000;

/**
 * A page of what a search finds, as `listActivity` has it. Where it looked through all that it may and the page is not
 * full, the next page goes on from there, and may be needed though this one is empty.
 */
export async function searchActivity(
  db: PrismaClient,
  query: ActivityQuery,
): Promise<ActivityPage> {
  const limit = Math.min(query.limit ?? pageMax, pageMax);
  const end = await findEnd(db, query);
  const among = end
    ? Prisma.sql`(at, id) >= (${end.at}::timestamptz, ${end.id}::bigint)`
    : Prisma.sql`true`;
  const found = await db.$queryRaw<Activity[]>(newestEntries(query, limit + 1, among));
  const rows = found.filter((row) => !end || isAfter(row, end));
  const entries = rows.slice(0, limit);
  const last = entries.at(-1);
  if (rows.length > limit && last) return { entries, older: writeCursor(last) };
  return { entries, older: end && writeCursor(end) };
}

async function findEnd(
  db: PrismaClient,
  { customerId, before }: ActivityQuery,
): Promise<Cursor | undefined> {
  const [end] = await db.$queryRaw<Cursor[]>`
    SELECT at, id FROM activity
    WHERE customer_id = ${customerId}::uuid
      ${before ? Prisma.sql`AND (at, id) < (${before.at}::timestamptz, ${before.id})` : Prisma.empty}
    ORDER BY at DESC, id DESC OFFSET ${searchedMax - 1} LIMIT 1`;
  return end;
}

const isAfter = (row: Cursor, end: Cursor) =>
  row.at.getTime() === end.at.getTime() ? row.id >= end.id : row.at > end.at;
