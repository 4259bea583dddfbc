import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/** Most investigations in the list. */
export const listedMax = 50;

/** The latest investigations, newest first, with who opened each. */
export async function listInvestigations(db: PrismaClient) {
  return db.investigation.findMany({
    orderBy: { createdAt: 'desc' },
    take: listedMax,
    include: { creator: { select: { name: true } } },
  });
}
