import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/** Most customers one search shows. */
export const shownMax = 50;
/** Customers are counted up to here: a count that grows with the business would one day time out. */
export const countedMax = 100_000;

export interface FoundCustomer {
  id: string;
  email: string;
  name: string;
  company: string;
  staffRole: string | null;
  createdAt: Date;
}

/**
 * Customers whose email or name contains what was typed, in any case; the newest when nothing was.
 *
 * @param typed by staff; `%`, `_` and `\` in it stand for themselves.
 * @returns 50 at most, and whether there are more.
 */
export async function searchCustomers(
  db: Pick<PrismaClient, '$queryRaw'>,
  typed: string,
): Promise<{ customers: FoundCustomer[]; more: boolean }> {
  const wanted = typed.replaceAll('\0', '').trim().slice(0, 254);
  const pattern = `%${wanted.normalize('NFC').replaceAll(/[\\%_]/g, '\\$&')}%`;
  const rows = wanted
    ? await db.$queryRaw<FoundCustomer[]>`
        SELECT id, email, name, company, staff_role AS "staffRole", created_at AS "createdAt"
        FROM customer WHERE email ILIKE ${pattern} OR name ILIKE ${pattern}
        ORDER BY name, id LIMIT ${shownMax + 1}`
    : await db.$queryRaw<FoundCustomer[]>`
        SELECT id, email, name, company, staff_role AS "staffRole", created_at AS "createdAt"
        FROM customer ORDER BY created_at DESC, id LIMIT ${shownMax + 1}`;
  return { customers: rows.slice(0, shownMax), more: rows.length > shownMax };
}

/** How many customers there are; at most {@link countedMax}. */
export async function countCustomers(db: PrismaClient): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT FROM customer LIMIT ${countedMax}) AS counted`;
  return row?.count ?? 0;
}
