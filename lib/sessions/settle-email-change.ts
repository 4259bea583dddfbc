import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { followEmail } from '../customers/follow-email.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { lockCustomer } from './lock-customer.ts';

interface Made {
  subject: string;
  /** The session that asked for it. */
  askedIn: string;
  email: string;
}

/**
 * What follows a change of address that the auth service has made: the customer has it here too, their activity and a
 * notice say so, and their sessions end but the one that asked. Together or not at all, and once: whoever confirms again
 * completes what failed.
 */
export async function settleEmailChange(
  db: PrismaClient,
  { subject: customerId, askedIn, email }: Made,
  source: { address: string; userAgent: string; requestId?: string | undefined },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockCustomer(tx, customerId);
    if (!(await followEmail(tx, { customerId, email, source }))) return;
    await endOtherSessions(tx, { customerId, keep: askedIn });
  });
}
