import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { secondFactorMethod, type VerdictOf } from '../auth/contract.ts';
import { followEmail } from '../customers/follow-email.ts';
import { deviceInWords } from '../devices/device-in-words.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { followRole } from '../staff/follow-role.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { lockCustomer } from './lock-customer.ts';
import { recordProof } from './proof.ts';
import { hashSessionToken, newSessionToken } from './session-token.ts';

/** A redeemed grant: the auth service said yes to this subject at this moment. */
export type Redeemed = Extract<VerdictOf<'redeem-grant'>, { verdict: 'yes' }>;

/** So few recovery codes left are worth a word. */
const fewCodes = 3;
/** A reminder that there is no second factor comes once in so long, and not to a customer newer than this. */
const [remindDays, newDays] = [90, 7];
/** What ends the sessions there are, and with them the one that is just being started. */
const outdating = [
  'password-changed',
  'password-reset',
  'password-set',
  'account-disowned',
  'email-changed',
  'email-restored',
];
/** The latest sign-ins, whose devices are familiar. */
const devicesLookedAt = 50;

interface Source {
  address: string;
  userAgent: string;
  requestId?: string | undefined;
}

/**
 * Starts a session on a redeemed grant: the row, what the account's owner can read about it, and the mails
 * it calls for, together or not at all.
 * @throws when the password or the address was replaced, or they were removed from an account, after the auth service had
 *   said yes; {@link EmailHeld} where another customer has their address here.
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
      throw new Error('the password or the address is another by now, or they were removed');
    const unfamiliar = await isUnfamiliar(tx, customerId, source);
    const owesFactor = method === 'password' || method === 'mailed-code';
    const remind = owesFactor && (await isReminderDue(tx, customerId));
    await followRole(tx, { customerId, role: redeemed.staffRole, at: new Date(decidedAt) });
    const { email } = redeemed;
    // The news of a change was lost: what should have followed it does now.
    if (email && (await followEmail(tx, { customerId, email, source }))) {
      await endOtherSessions(tx, { customerId, keep: null });
    }
    const now = new Date();
    const sessionId = randomUUID();
    await tx.session.create({
      data: {
        id: sessionId,
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
    await recordProof(tx, sessionId);
    const told = { customerId, source };
    await recordActivity(tx, { ...told, kind: 'sign-in', outcome: 'yes', detail: { method } });
    if (method === 'recovery-code') {
      const detail = { left: recoveryCodesLeft };
      await recordActivity(tx, { ...told, kind: 'recovery-code-used', outcome: 'yes', detail });
      await queueNotice(tx, { ...told, notice: 'recovery-code-used', at: now });
      if (recoveryCodesLeft <= fewCodes) {
        await queueNotice(tx, { ...told, notice: 'recovery-codes-low', at: now, detail });
      }
    }
    if (remind) await queueNotice(tx, { ...told, notice: 'second-factor-missing', at: now });
    if (unfamiliar) await queueNotice(tx, { ...told, notice: 'new-sign-in', at: now });
  });
  return token;
}

// Between the redeemed grant and this row nobody saw a session to end: an intruder who keeps signing in
// while the owner sets a new password would be left with one.
async function isOutdated(tx: Prisma.TransactionClient, customerId: string, decidedAt: string) {
  const kind = { in: outdating };
  const since = { gt: new Date(decidedAt) };
  const set = { customerId, kind, outcome: 'yes', at: since };
  if (await tx.activity.findFirst({ where: set, select: { id: true } })) return true;
  return (await tx.accountMember.count({ where: { customerId, removedAt: since } })) > 0;
}

// A customer's very first sign-in is from an unseen address by nature, and no news to them. A browser is another when
// its name or its system is: they renew themselves every few weeks.
async function isUnfamiliar(
  tx: Prisma.TransactionClient,
  customerId: string,
  { address, userAgent }: Source,
) {
  const before = await tx.$queryRaw<{ userAgent: string }[]>`
    SELECT user_agent AS "userAgent" FROM activity
    WHERE customer_id = ${customerId}::uuid AND kind = 'sign-in' AND outcome = 'yes'
    ORDER BY at DESC LIMIT ${devicesLookedAt}::int`;
  if (before.length === 0) return false;
  const device = deviceInWords(userAgent, 'en');
  if (!before.some((one) => deviceInWords(one.userAgent, 'en') === device)) return true;
  const here = { customerId, kind: 'sign-in', outcome: 'yes', address };
  return (await tx.activity.findFirst({ where: here, select: { id: true } })) === null;
}

// Not to somebody who has just begun: they are shown the way when they sign in.
async function isReminderDue(tx: Prisma.TransactionClient, customerId: string) {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const reminded = { customerId, kind: 'second-factor-missing', at: { gt: daysAgo(remindDays) } };
  if (await tx.notification.findFirst({ where: reminded, select: { id: true } })) return false;
  const [row] = await tx.$queryRaw<[{ old: boolean }]>`
    SELECT EXISTS (
      SELECT FROM activity
      WHERE customer_id = ${customerId}::uuid AND kind = 'sign-in' AND outcome = 'yes' AND at < ${daysAgo(newDays)}
    ) AS old`;
  return row.old;
}
