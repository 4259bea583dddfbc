import type { PrismaClient } from '../../prisma/manager/client/client.ts';

const customersMax = 1_000;
export const nobody = '00000000-0000-0000-0000-000000000000';

/** Marks what is old enough to be removed, of all customers, a thousand at a time. Nothing goes before that is signed. */
export async function markPassing(database: PrismaClient, days: number): Promise<void> {
  for (let after: string | null = nobody; after; ) {
    const rows: { last: string | null }[] = await database.$queryRaw`
      SELECT mark_passing(${after}::uuid, ${days}::int, ${customersMax}::int) AS last`;
    after = rows[0]?.last ?? null;
  }
}
