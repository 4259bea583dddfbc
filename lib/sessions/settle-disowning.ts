import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { VerdictOf } from '../auth/contract.ts';
import { followEmail } from '../customers/follow-email.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { lockCustomer } from './lock-customer.ts';

type Verdict = Extract<VerdictOf<'disown-account'>, { verdict: 'yes' }>;
type Locked = Pick<Verdict, 'subject' | 'doneAt'>;
type Disowned = Locked & Pick<Verdict, 'email'>;

/**
 * What follows an account's being disowned: all of its sessions end, its activity says so, staff find it among
 * the findings, and an address that was put back is put back here. Together or not at all, and once for each time the auth service locked it: sessions that the owner
 * started since, with the new password, are not ended by the old mail.
 */
export async function settleDisowning(
  db: PrismaClient,
  disowned: Disowned,
  source: { address: string; userAgent: string },
): Promise<void> {
  const { subject: customerId, doneAt, email } = disowned;
  await db.$transaction(async (tx) => {
    await lockCustomer(tx, customerId);
    if (await isDisowningSettled(tx, disowned)) return;
    if (email) await followEmail(tx, { customerId, email, source, restored: true });
    await endOtherSessions(tx, { customerId, keep: null });
    const entry = { customerId, kind: 'account-disowned', outcome: 'yes', source } as const;
    await recordActivity(tx, { ...entry, detail: { doneAt } });
  });
}

/** Whether what follows has been done. Of a link that was used and whose sessions could not be ended, it has not. */
export async function isDisowningSettled(
  db: Pick<Prisma.TransactionClient, 'activity'>,
  { subject: customerId, doneAt }: Locked,
): Promise<boolean> {
  const detail = { path: ['doneAt'], equals: doneAt };
  const where = { customerId, kind: 'account-disowned', detail };
  return (await db.activity.findFirst({ where, select: { id: true } })) !== null;
}
