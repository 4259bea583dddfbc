import { z } from 'zod';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';

const idShape = z.uuid();

/** The customer with this id, or null; also for what is no id at all. */
export async function getCustomer(db: PrismaClient, id: string) {
  if (!idShape.safeParse(id).success) return null;
  return db.customer.findUnique({ where: { id } });
}
