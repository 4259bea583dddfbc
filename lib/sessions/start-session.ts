import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { VerdictOf } from '../auth/contract.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { hashSessionToken, newSessionToken } from './session-token.ts';

/** A redeemed grant: the auth service said yes to this subject at this moment. */
export type Redeemed = Extract<VerdictOf<'redeem-grant'>, { verdict: 'yes' }>;

interface Source {
  address: string;
  userAgent: string;
}

/**
 * Starts a session on a redeemed grant: the row, what the account's owner can read about it, and the mails
 * it calls for, together or not at all.
 * @returns the session's token; secret, and stored nowhere but in the browser's cookie
 */
export async function startSession(
  db: PrismaClient,
  { subject: customerId, method, decidedAt, recoveryCodesLeft }: Redeemed,
  source: Source,
): Promise<string> {
  const token = newSessionToken();
  await db.$transaction(async (tx) => {
    const unfamiliar = await isUnfamiliar(tx, customerId, source.address);
    const now = new Date();
    await tx.session.create({
      data: {
        id: randomUUID(),
        tokenHash: hashSessionToken(token),
        customerId,
        secondFactor: method !== 'password',
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

// A customer's very first sign-in is from an unseen address by nature, and no news to them.
async function isUnfamiliar(tx: Prisma.TransactionClient, customerId: string, address: string) {
  const signIn = { customerId, kind: 'sign-in', outcome: 'yes' };
  if (await tx.activity.findFirst({ where: { ...signIn, address }, select: { id: true } })) {
    return false;
  }
  return (await tx.activity.findFirst({ where: signIn, select: { id: true } })) !== null;
}
