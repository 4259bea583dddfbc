import { z } from 'zod';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';

const idShape = z.uuid();
const badLinesShape = z.array(z.object({ line: z.number(), text: z.string() }));

/** A list that was uploaded, or null; also for what is no id at all. */
export async function getList(db: PrismaClient, id: string) {
  if (!idShape.safeParse(id).success) return null;
  const list = await db.customerList.findUnique({
    where: { id },
    include: { creator: { select: { name: true } } },
  });
  return list && { ...list, badLines: badLinesShape.parse(list.badLines) };
}

export type CustomerList = NonNullable<Awaited<ReturnType<typeof getList>>>;
