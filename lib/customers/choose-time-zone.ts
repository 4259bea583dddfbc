import 'server-only';
import { database } from '../manager/database.ts';

/** The zone in which a customer reads times, on pages and in notices. */
export async function chooseTimeZone(customerId: string, timeZone: string): Promise<void> {
  await database().customer.update({
    where: { id: customerId },
    data: { timeZone },
    select: { id: true },
  });
}
