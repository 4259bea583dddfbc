import type { Prisma } from '../../prisma/manager/client/client.ts';

/** Makes what starts and what ends a customer's sessions follow one another, until the transaction ends. */
export async function lockCustomer(
  tx: Prisma.TransactionClient,
  customerId: string,
): Promise<void> {
  await tx.$executeRaw`SELECT FROM customer WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
}
