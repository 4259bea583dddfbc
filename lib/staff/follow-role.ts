import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../prisma/manager/client/client.ts';
import { makeRoleChange } from './make-role-change.ts';
import type { StaffRole } from './permissions.ts';

/**
 * Takes over from the auth service of what role somebody is who signs in, should it be another than was
 * known here: the news of a change was lost. Call it with the customer locked.
 *
 * @param signIn.at when the auth service decided; the session that begins then is spared, older ones are not.
 */
export async function followRole(
  tx: Prisma.TransactionClient,
  signIn: { customerId: string; role: StaffRole | null; at: Date },
): Promise<void> {
  const { customerId, role } = signIn;
  const where = { id: customerId };
  const known = await tx.customer.findUnique({ where, select: { staffRole: true } });
  if (!known || known.staffRole === role) return;
  const at = new Date(signIn.at.getTime() - 1);
  await makeRoleChange(tx, { change: randomUUID(), customerId, role, byId: null, at });
}
