import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/** A customer as a list of them shows one. */
export interface ListedCustomer {
  id: string;
  email: string;
  name: string;
  company: string;
  staffRole: string | null;
  createdAt: Date;
}

export interface CustomerSearch {
  customers: ListedCustomer[];
  /** There are more than fit: the search wants to be narrower. */
  more: boolean;
}

const mostShown = 50;

/**
 * Customers whose email or name contains what was typed, in any case. Nothing typed finds the newest.
 *
 * @param typed at most 254 characters of it are looked for; `%` and `_` stand for themselves.
 */
export async function searchCustomers(db: PrismaClient, typed: string): Promise<CustomerSearch> {
  const wanted = typed.normalize('NFC').replaceAll('\0', '').trim().slice(0, 254);
  const rows = wanted ? await listMatching(db, wanted) : await listNewest(db);
  return { customers: rows.slice(0, mostShown), more: rows.length > mostShown };
}

function listMatching(db: PrismaClient, wanted: string): Promise<ListedCustomer[]> {
  const pattern = `%${wanted.replace(/[\\%_]/g, '\\$&')}%`;
  return db.$queryRaw<ListedCustomer[]>`
    SELECT id, email, name, company, staff_role AS "staffRole", created_at AS "createdAt"
    FROM customer WHERE email LIKE lower(${pattern}) OR name ILIKE ${pattern}
    ORDER BY name, email LIMIT ${mostShown + 1}`;
}

function listNewest(db: PrismaClient): Promise<ListedCustomer[]> {
  return db.$queryRaw<ListedCustomer[]>`
    SELECT id, email, name, company, staff_role AS "staffRole", created_at AS "createdAt"
    FROM customer ORDER BY created_at DESC, id LIMIT ${mostShown + 1}`;
}
