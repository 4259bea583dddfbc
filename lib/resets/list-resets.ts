import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/** Most resets in the list; older ones have run their course. */
export const listedMax = 20;

/** The latest resets, newest first, with who started each and, where it concerns one, whom. */
export async function listResets(db: PrismaClient) {
  const rows = await db.reset.findMany({
    orderBy: { createdAt: 'desc' },
    take: listedMax,
    include: {
      starter: { select: { name: true } },
      subjects: { take: 1, select: { customer: { select: { id: true, name: true } } } },
      closing: { select: { closedAt: true } },
      _count: { select: { subjects: true } },
    },
  });
  return rows.map(({ subjects, _count, starter, ...reset }) => ({
    ...reset,
    startedByName: starter.name,
    concerned: _count.subjects,
    only: _count.subjects === 1 ? (subjects[0]?.customer ?? null) : null,
  }));
}

export type ListedReset = Awaited<ReturnType<typeof listResets>>[number];
/** By the bound of its column. */
export type ResetState = 'starting' | 'active' | 'refused' | 'proposed' | 'cancelled' | 'expired';
