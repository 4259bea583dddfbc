import { z } from 'zod';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';

const idShape = z.uuid();

/** A reset as staff read it, or null; also for what is no id at all. */
export async function getReset(db: PrismaClient, id: string) {
  if (!idShape.safeParse(id).success) return null;
  return db.reset.findUnique({
    where: { id },
    include: {
      starter: { select: { name: true } },
      approver: { select: { name: true } },
      closing: { select: { closedAt: true, closer: { select: { name: true } } } },
      _count: { select: { subjects: true } },
      subjects: { take: 10, select: { customer: { select: { id: true, name: true } } } },
    },
  });
}
