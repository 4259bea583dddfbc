import { Prisma } from '../../prisma/manager/client/client.ts';

/** The SQL condition under which a reset in force concerns a row `c` of "customer". */
export function concernedBy({
  id,
  scope,
  cutoff,
}: {
  id: string;
  scope: string;
  cutoff: Date;
}): Prisma.Sql {
  return scope === 'all'
    ? Prisma.sql`c.created_at < ${cutoff}::timestamptz`
    : Prisma.sql`EXISTS (SELECT FROM reset_subject rs
        WHERE rs.reset_id = ${id}::uuid AND rs.customer_id = c.id)`;
}
