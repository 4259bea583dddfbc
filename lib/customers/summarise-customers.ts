import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { liveSession } from '../sessions/live-session.ts';

export interface CustomerSummary {
  customers: number;
  staff: number;
  /** Sessions open now, and how many customers they belong to. */
  sessions: number;
  signedIn: number;
}

/** How many there are, for the staff's first page. */
export async function summariseCustomers(db: PrismaClient): Promise<CustomerSummary> {
  const [row] = await db.$queryRaw<CustomerSummary[]>`
    SELECT c.customers, c.staff, o.sessions, o."signedIn" FROM
      (SELECT count(*)::int AS customers, count(staff_role)::int AS staff FROM customer) c,
      (SELECT count(*)::int AS sessions, count(DISTINCT s.customer_id)::int AS "signedIn"
       FROM session s WHERE ${liveSession}) o`;
  if (!row) throw new Error('A count has one row.');
  return row;
}
