import type { Customer, Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { getCustomer } from '../customers/get-customer.ts';
import { lockCustomer } from '../sessions/lock-customer.ts';
import { recordStaffAct } from './record-staff-act.ts';

/** Whoever clicks around in one customer's pages is told of to them once in this long. */
const tellEveryMinutes = 60;

interface View {
  staff: string;
  /** As it stands in a URL. */
  customer: string;
  /** Whether policy is to tell customers that staff looked at their account. */
  tell: boolean;
}

/**
 * A customer for staff to read, once it stands in the trail that they did; null when there is none.
 *
 * @throws when it cannot be written down: then nothing is read.
 */
export async function viewCustomer(db: PrismaClient, view: View): Promise<Customer | null> {
  return db.$transaction(async (tx) => {
    const customer = await getCustomer(tx, view.customer);
    if (!customer) return null;
    const [staffId, customerId] = [view.staff, customer.id];
    const told = view.tell && staffId !== customerId && !(await wasTold(tx, staffId, customerId));
    const act = 'customer-viewed';
    await recordStaffAct(tx, { staffId, act, customerId, detail: { told } });
    if (told) {
      // Neither who it was nor from where: a colleague is no business of whoever may be an intruder here.
      const source = { address: '', userAgent: '' };
      await recordActivity(tx, { customerId, kind: 'staff-viewed', outcome: 'yes', source });
    }
    return customer;
  });
}

async function wasTold(tx: Prisma.TransactionClient, staffId: string, customerId: string) {
  // One after the other, so that of pages opened at once one tells.
  await lockCustomer(tx, customerId);
  const acts = await tx.$queryRaw<unknown[]>`
    SELECT FROM staff_act
    WHERE customer_id = ${customerId}::uuid AND staff_id = ${staffId}::uuid
      AND at > now() - make_interval(mins => ${tellEveryMinutes}::int)
      AND act = 'customer-viewed' AND detail @> '{"told": true}' LIMIT 1`;
  return acts.length > 0;
}
