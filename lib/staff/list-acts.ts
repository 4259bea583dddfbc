import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { type Cursor, writeCursor } from '../activity/cursor.ts';
import type { StaffActKind } from './act-kinds.ts';

/** One entry of the trail, with names as they are now. */
export interface ListedAct {
  id: bigint;
  at: Date;
  act: StaffActKind;
  detail: Record<string, unknown>;
  staffId: string;
  staffName: string;
  customerId: string | null;
  customerName: string | null;
}

export interface ActQuery {
  staffId?: string | undefined;
  customerId?: string | undefined;
  act?: StaffActKind | undefined;
  before?: Cursor | undefined;
  /** Entries a page, 50 at most. */
  limit?: number;
}

/** One page of what staff did and read, newest first, at the same cost for the first page and the last. */
export async function listActs(
  db: PrismaClient,
  { staffId, customerId, act, before, limit: wanted = 50 }: ActQuery,
): Promise<{ acts: ListedAct[]; older: string | undefined }> {
  const limit = Math.min(wanted, 50);
  const conditions = [
    Prisma.sql`true`,
    ...(staffId ? [Prisma.sql`a.staff_id = ${staffId}::uuid`] : []),
    ...(customerId ? [Prisma.sql`a.customer_id = ${customerId}::uuid`] : []),
    ...(act ? [Prisma.sql`a.act = ${act}`] : []),
    ...(before ? [Prisma.sql`(a.at, a.id) < (${before.at}::timestamptz, ${before.id})`] : []),
  ];
  const rows = await db.$queryRaw<ListedAct[]>`
    SELECT a.id, a.at, a.act, a.detail, a.staff_id AS "staffId", s.name AS "staffName",
      a.customer_id AS "customerId", c.name AS "customerName"
    FROM staff_act a JOIN customer s ON s.id = a.staff_id
      LEFT JOIN customer c ON c.id = a.customer_id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY a.at DESC, a.id DESC LIMIT ${limit + 1}`;
  const acts = rows.slice(0, limit);
  const last = acts.at(-1);
  return { acts, older: rows.length > limit && last ? writeCursor(last) : undefined };
}
