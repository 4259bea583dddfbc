import { Prisma, type PrismaClient } from '../../../prisma/manager/client/client.ts';
import { lockClaims } from '../../resets/lock-claims.ts';

/**
 * Claimed within the last minute. Not by `clock_timestamp()`, for which no index can be used, nor by `now()`,
 * which was before the lock was waited for.
 */
export const inLastMinute = Prisma.sql`claimed_at > statement_timestamp() - interval '1 minute'`;

/** A mail of a wave of a reset, to one customer at an address of this domain. */
export interface NoticeKey {
  resetId: string;
  wave: number;
  customerId: string;
  domain: string;
}

export interface Pace {
  mailsPerMinute: number;
  mailsPerMinuteAndDomain: number;
}

/**
 * `taken`: somebody else's, or told already. `wait`: as many mails as may leave in a minute have left in the
 * last; `full`: as many as may to this domain. `held`: the wave is paused or stopped.
 */
export type Claim = 'claimed' | 'taken' | 'wait' | 'full' | 'held';

/**
 * Claims the telling of one customer in one wave of a reset. Of any number of workers one is answered
 * `claimed`, once. A claim whose mail was certainly taken by no server may be made again.
 */
export async function claimNotice(
  database: PrismaClient,
  { resetId, wave, customerId, domain }: NoticeKey,
  { mailsPerMinute, mailsPerMinuteAndDomain }: Pace,
): Promise<Claim> {
  return database.$transaction(async (tx) => {
    // One at a time: two who counted at once would both find room for the same mail.
    await lockClaims(tx);
    const [now] = await tx.$queryRaw<{ all: number; domain: number; held: boolean }[]>`
      SELECT
        (SELECT count(*) FROM reset_notice WHERE ${inLastMinute})::int AS all,
        (SELECT count(*) FROM reset_notice
          WHERE domain = ${domain} AND ${inLastMinute})::int AS domain,
        (SELECT r.state <> 'active' OR r.taking_back_at IS NOT NULL OR coalesce(
            (SELECT act IN ('pause', 'stop') FROM reset_mail_act
              WHERE reset_id = r.id AND wave = ${wave}
              ORDER BY act = 'stop' DESC, id DESC LIMIT 1),
            r.holds_mails AND ${wave} = 1)
          FROM reset r WHERE r.id = ${resetId}::uuid) IS NOT FALSE AS held`;
    if (!now || now.held) return 'held';
    if (now.all >= mailsPerMinute) return 'wait';
    if (now.domain >= mailsPerMinuteAndDomain) return 'full';
    const made = await tx.$executeRaw`
      INSERT INTO reset_notice AS n (reset_id, wave, customer_id, domain, claimed_at)
      VALUES (${resetId}::uuid, ${wave}, ${customerId}::uuid, ${domain}, clock_timestamp())
      ON CONFLICT (reset_id, wave, customer_id)
        DO UPDATE SET claimed_at = clock_timestamp(), error = NULL
      WHERE n.error IN ('unreachable', 'put-off')`;
    return made === 1 ? 'claimed' : 'taken';
  });
}
