import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { joinAccount } from '../accounts/join-account.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { VerdictOf } from '../auth/contract.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { endOtherSessions } from './end-other-sessions.ts';

type Completed = Omit<Extract<VerdictOf<'complete-link'>, { verdict: 'yes' }>, 'device'>;

/**
 * What follows a password set by a mailed link: every session of the customer's ends, whoever opened it;
 * the account's activity says so; and the customer is told by mail. Together or not at all.
 */
export async function settleNewPassword(
  db: PrismaClient,
  { subject: customerId, purpose, method }: Completed,
  source: { address: string; userAgent: string; requestId?: string | undefined },
): Promise<void> {
  const told = { customerId, source };
  const at = new Date();
  await db.$transaction(async (tx) => {
    await endOtherSessions(tx, { customerId, keep: null });
    const kind = purpose === 'reset' ? 'password-reset' : 'password-set';
    await recordActivity(tx, { ...told, kind, outcome: 'yes' });
    if (purpose === 'invitation') await joinAccount(tx, { customerId, source, at });
    if (purpose === 'reset') await queueNotice(tx, { ...told, notice: 'password-reset-done', at });
    if (method === 'recovery-code') {
      await recordActivity(tx, { ...told, kind: 'recovery-code-used', outcome: 'yes' });
      await queueNotice(tx, { ...told, notice: 'recovery-code-used', at });
    }
  });
}
