import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { secondFactorMethod, type VerdictOf } from '../auth/contract.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { followRole } from '../staff/follow-role.ts';
import { lockCustomer } from './lock-customer.ts';
import { hashSessionToken, newSessionToken } from './session-token.ts';

/** A redeemed grant: the auth service said yes to this subject at this moment. */
export type Redeemed = Extract<VerdictOf<'redeem-grant'>, { verdict: 'yes' }>;

interface Source {
  address: string;
  userAgent: string;
  requestId?: string | undefined;
}

/**
 * Starts a session on a redeemed grant: the row, what the account's owner can read about it, and the mails
 * it calls for, together or not at all.
 * @throws when the password was replaced after the auth service had said yes.
 * @returns the session's token; secret, and stored nowhere but in the browser's cookie
 */
export async function startSession(
  db: PrismaClient,
  redeemed: Redeemed,
  source: Source,
): Promise<string> {
  const { subject: customerId, method, decidedAt, recoveryCodesLeft, enrolmentRequired } = redeemed;
  const token = newSessionToken();
  await db.$transaction(async (tx) => {
    await lockCustomer(tx, customerId);
    if (await isOutdated(tx, customerId, decidedAt))
      throw new Error('the password is another by now');
    const unfamiliar = await isUnfamiliar(tx, customerId, source.address);
    await followRole(tx, { customerId, role: redeemed.staffRole, at: new Date(decidedAt) });
    const now = new Date();
    await tx.session.create({
      data: {
        id: randomUUID(),
        tokenHash: hashSessionToken(token),
        customerId,
        secondFactor: secondFactorMethod.safeParse(method).success,
        enrolmentRequired,
        address: source.address,
        userAgent: source.userAgent,
        // The decision's moment, not this one: a cutoff that fell between the two ends this session.
        startedAt: new Date(decidedAt),
        lastUsedAt: now,
      },
    });
    const told = { customerId, source };
    await recordActivity(tx, { ...told, kind: 'sign-in', outcome: 'yes', detail: { method } });
    if (method === 'recovery-code') {
      const detail = { left: recoveryCodesLeft };
      await recordActivity(tx, { ...told, kind: 'recovery-code-used', outcome: 'yes', detail });
      await queueNotice(tx, { ...told, notice: 'recovery-code-used', at: now });
    }
    if (unfamiliar) await queueNotice(tx, { ...told, notice: 'new-sign-in', at: now });
  });
  return token;
}

// Between the redeemed grant and this row nobody saw a session to end: an intruder who keeps signing in
// while the owner sets a new password would be left with one.
async function isOutdated(tx: Prisma.TransactionClient, customerId: string, decidedAt: string) {
  const kind = { in: ['password-changed', 'password-reset', 'password-set'] };
  const since = { customerId, kind, outcome: 'yes', at: { gt: new Date(decidedAt) } };
  return (await tx.activity.findFirst({ where: since, select: { id: true } })) !== null;
}

// A customer's very first sign-in is from an unseen address by nature, and no news to them.
async function isUnfamiliar(tx: Prisma.TransactionClient, customerId: string, address: string) {
  const signIn = { customerId, kind: 'sign-in', outcome: 'yes' };
  if (await tx.activity.findFirst({ where: { ...signIn, address }, select: { id: true } })) {
    return false;
  }
  return (await tx.activity.findFirst({ where: signIn, select: { id: true } })) !== null;
}
