import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { StaffRole } from './permissions.ts';

/**
 * Takes over a role as the auth service has it, with the entry that says since when: from then on every
 * older session of theirs is dead. Call it with the customer locked.
 *
 * @param made.byId whose code it took; null where that is not known here.
 */
export async function makeRoleChange(
  tx: Prisma.TransactionClient,
  made: {
    change: string;
    customerId: string;
    role: StaffRole | null;
    byId: string | null;
    at: Date;
  },
): Promise<void> {
  const { change, customerId, role, byId, at } = made;
  await tx.$executeRaw`SELECT make_role_change(${change}::uuid, ${customerId}::uuid, ${role}::text,
    ${byId}::uuid, ${at}::timestamptz)`;
}
