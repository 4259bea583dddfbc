import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { resetNamedMax } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import { NotKept } from './not-kept.ts';

export interface CustomersToKeep {
  origin: 'investigation' | 'rule';
  name: string;
  staffId: string;
  /** Customers' ids, a batch at a time. */
  batches: AsyncIterable<string[]> | Iterable<string[]>;
}

/**
 * Writes customers down as a list, all or none.
 *
 * @returns null for nobody.
 * @throws {NotKept} for more than one reset may name.
 */
export async function keepCustomers(
  db: PrismaClient,
  { origin, name, staffId, batches }: CustomersToKeep,
): Promise<{ id: string; customers: number } | null> {
  const id = randomUUID();
  return db.$transaction(async (tx) => {
    let customers = 0;
    for await (const batch of batches) {
      customers += await insertMembers(tx, id, batch);
      if (customers > resetNamedMax) throw new NotKept('too-many');
    }
    if (customers === 0) return null;
    const read = { addresses: customers, unknown: 0, unknownSome: [], bad: 0, badLines: [] };
    await tx.customerList.create({
      data: { id, origin, name, customers, createdBy: staffId, ...read },
    });
    await recordStaffAct(tx, { staffId, act: 'list-kept', detail: { list: id, customers } });
    return { id, customers };
  }, atLength);
}

const atLength = { maxWait: 5_000, timeout: 300_000 };

function insertMembers(tx: Prisma.TransactionClient, listId: string, ids: string[]) {
  return tx.$executeRaw`
    INSERT INTO customer_list_member (list_id, customer_id)
    SELECT ${listId}::uuid, id FROM customer WHERE id = ANY (${ids}::uuid[])
    ON CONFLICT DO NOTHING`;
}
