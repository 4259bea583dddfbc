import type { Customer, PrismaClient } from '../../prisma/manager/client/client.ts';
import { email as emailShape } from '../auth/contract.ts';
import { getCustomer } from './get-customer.ts';

/** The customer whose whole email, or whose id, this is; null when it is nobody's. */
export async function findCustomer(
  db: Pick<PrismaClient, 'customer'>,
  typed: string,
): Promise<Customer | null> {
  const email = emailShape.safeParse(typed);
  return email.success
    ? db.customer.findUnique({ where: { email: email.data } })
    : getCustomer(db, typed);
}
