import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/** How many others could approve what this member of staff proposed. */
export async function countOthersOfSecurity(db: PrismaClient, staffId: string): Promise<number> {
  return db.customer.count({ where: { staffRole: 'security', id: { not: staffId } } });
}
