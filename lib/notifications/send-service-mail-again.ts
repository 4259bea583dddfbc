import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';

export type Again = 'done' | 'no' | 'unavailable';

/**
 * Has the auth service send a mail with a link that it gave up, with a new link. It decides by its own record whether
 * the asking may. The trail is written first: what cannot be recorded is not asked.
 */
export async function sendServiceMailAgain(
  db: PrismaClient,
  ask: AuthConnection['ask'],
  { mail, staffId }: { mail: string; staffId: string },
): Promise<Again> {
  const listed = await ask('list-mails', {});
  if (listed.verdict !== 'yes') return 'unavailable';
  const found = listed.mails.find(({ id }) => id === mail);
  if (!found) return 'no';
  const { kind, subject } = found;
  const known = await db.customer.count({ where: { id: subject } });
  await recordStaffAct(db, {
    staffId,
    act: 'mail-tried-again',
    ...(known && { customerId: subject }),
    detail: { kind },
  });
  const { verdict } = await ask('send-mail-again', { mail, staff: staffId });
  return verdict === 'yes' ? 'done' : verdict;
}
