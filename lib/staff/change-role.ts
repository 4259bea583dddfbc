import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { AuthConnection } from '../auth/connect.ts';
import type { RequestOf } from '../auth/contract.ts';
import { lockCustomer } from '../sessions/lock-customer.ts';
import { makeRoleChange } from './make-role-change.ts';
import { recordStaffAct } from './record-staff-act.ts';

type Wish = Omit<RequestOf<'change-staff-role'>, 'change'>;

/** `unclear`: no answer came. Until they sign in anew, nothing of theirs that began before it is open. */
export type ChangedRole = 'changed' | 'refused' | 'no-second-factor' | 'unclear';

/**
 * Changes somebody's role among staff, where the auth service says yes: from that moment every session they
 * had is dead. That it was asked for is written down first, so that whatever dies on the way, they keep
 * nothing of a role that may have been taken from them (`lib/sessions/live-session.ts`).
 *
 * @param wish.code secret; goes to the auth service only.
 * @throws when it cannot be written down: then nothing was asked.
 */
export async function changeRole(
  door: { db: PrismaClient; ask: AuthConnection['ask']; requestId?: string | undefined },
  wish: Wish,
): Promise<ChangedRole> {
  const { db, ask, requestId } = door;
  const { subject: customerId, role, staff } = wish;
  const row = { change: randomUUID(), customerId, role, byId: staff };
  const act = { staffId: staff, customerId, detail: { role: role ?? 'none' } };
  await db.$transaction(async (tx) => {
    await tx.staffRoleChange.create({ data: { ...row, step: 'asked' } });
    await recordStaffAct(tx, { ...act, act: 'role-asked' });
  });
  const verdict = await ask('change-staff-role', { ...wish, change: row.change }, requestId);
  try {
    switch (verdict.verdict) {
      case 'yes':
        await db.$transaction(async (tx) => {
          await lockCustomer(tx, customerId);
          await makeRoleChange(tx, { ...row, at: new Date(verdict.at) });
          await recordStaffAct(tx, { ...act, act: 'role-changed' });
          // No address: where a member of staff sat is not for anybody else's history.
          const source = { address: '', userAgent: '' };
          const kind = 'staff-role-changed';
          await recordActivity(tx, { customerId, kind, outcome: 'yes', source });
        });
        return 'changed';
      case 'no':
      case 'no-second-factor':
        await db.staffRoleChange.create({ data: { ...row, step: 'refused' } });
        return verdict.verdict === 'no' ? 'refused' : verdict.verdict;
      default:
        return 'unclear';
    }
  } catch {
    return 'unclear';
  }
}
