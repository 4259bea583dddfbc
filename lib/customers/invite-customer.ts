import { createHmac, randomUUID } from 'node:crypto';
import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { AuthConnection } from '../auth/connect.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Language } from '../words/languages.ts';

export interface Invitation {
  /** As the contract normalises it. */
  email: string;
  name: string;
  company: string;
  language: Language;
  /** Who invites. */
  staff: string;
}

export type Invited =
  | { verdict: 'yes'; customer: string }
  | { verdict: 'exists' | 'no' | 'unavailable' };

/**
 * Makes a customer here and in the auth service, which mails the invitation; in both or in neither. Should
 * the service's yes be lost on the way, inviting the same email again finds that customer and completes it.
 *
 * @param parts.idKey any key of the manager's that stays the same. Secret.
 */
export async function inviteCustomer(
  parts: { database: PrismaClient; auth: AuthConnection; idKey: string },
  invitation: Invitation,
): Promise<Invited> {
  let refused: Invited = { verdict: 'unavailable' };
  try {
    return await parts.database.$transaction(
      async (tx) => {
        const invited = await invite(parts, tx, invitation);
        if (invited.verdict === 'yes') return invited;
        refused = invited;
        throw new Error('rolls the customer back');
      },
      { timeout: 15_000 },
    );
  } catch {
    return refused;
  }
}

async function invite(
  { auth, idKey }: { auth: AuthConnection; idKey: string },
  tx: Prisma.TransactionClient,
  { staff, ...facts }: Invitation,
): Promise<Invited> {
  const { email, language } = facts;
  const id = await chooseId(tx, email, idKey);
  const { count } = await tx.customer.createMany({ data: { id, ...facts }, skipDuplicates: true });
  if (count === 0) return { verdict: 'exists' };
  // No address: where a member of staff sat is not for the customer's history.
  const source = { address: '', userAgent: '' };
  await recordActivity(tx, { customerId: id, kind: 'invited', outcome: 'yes', source });
  await recordStaffAct(tx, { staffId: staff, act: 'customer-invited', customerId: id });
  const { verdict } = await auth.ask('invite', { subject: id, email, language, staff });
  if (verdict === 'yes') return { verdict, customer: id };
  if (verdict !== 'exists') return { verdict };
  const ours = await auth.ask('describe-factors', { subject: id });
  if (ours.verdict === 'yes') return { verdict: 'yes', customer: id };
  return { verdict: ours.verdict === 'no' ? 'exists' : 'unavailable' };
}

// The same email gets the same id, which nobody without the key can work out: by it an invitation whose
// yes was lost is known again. An id that is taken belongs to somebody who has another email by now.
export async function chooseId(tx: Prisma.TransactionClient, email: string, idKey: string) {
  const digest = createHmac('sha256', idKey).update(`customer id\n${email}`).digest('hex');
  const parts = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest)?.slice(1) ?? [];
  const [a, b, c, d, e] = parts;
  const id = `${a}-${b}-8${c}-8${d}-${e}`;
  return (await tx.customer.count({ where: { id } })) > 0 ? randomUUID() : id;
}
