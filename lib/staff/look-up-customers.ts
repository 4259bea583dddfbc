import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { searchCustomers } from '../customers/search-customers.ts';
import { recordStaffAct } from './record-staff-act.ts';

/**
 * Searches for customers as staff do, once it stands in the trail what they searched for; the newest
 * customers when that is nothing.
 *
 * @throws when it cannot be written down: then nobody is found.
 */
export async function lookUpCustomers(
  db: PrismaClient,
  { staff, wanted }: { staff: string; wanted: string },
) {
  return db.$transaction(async (tx) => {
    // What PostgreSQL cannot hold is nothing that could be found.
    const text = wanted.replaceAll('\0', '').toWellFormed();
    await recordStaffAct(tx, {
      staffId: staff,
      act: 'customer-searched',
      detail: { wanted: text },
    });
    return searchCustomers(tx, text);
  });
}
