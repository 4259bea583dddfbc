import { z } from 'zod';
import type { Customer, PrismaClient } from '../../prisma/manager/client/client.ts';

/** A customer by id; null when there is none, or when it is no id at all. */
export async function getCustomer(
  db: Pick<PrismaClient, 'customer'>,
  id: string,
): Promise<Customer | null> {
  const known = z.uuid().safeParse(id);
  return known.success ? db.customer.findUnique({ where: { id: known.data } }) : null;
}
