import type { PrismaClient } from '../../../prisma/manager/client/client.ts';

/** Any number: it names the one lock under which claims are counted and made. */
const paceLock = 7_203_001;

/**
 * Claims the telling of one customer of one reset. Of any number of workers one is answered `claimed`,
 * once; the others `taken`. A claim whose mail was certainly taken by no server may be made again.
 *
 * @returns `wait` when as many mails as may leave in a minute have left in the last.
 */
export async function claimNotice(
  database: PrismaClient,
  { resetId, customerId }: { resetId: string; customerId: string },
  mailsPerMinute: number,
): Promise<'claimed' | 'taken' | 'wait'> {
  return database.$transaction(async (tx) => {
    // One at a time: two who counted at once would both find room for the same mail.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${paceLock})`;
    const [lastMinute] = await tx.$queryRaw<{ claims: number }[]>`
      SELECT count(*)::int AS claims FROM reset_notice
      WHERE claimed_at > clock_timestamp() - interval '1 minute'`;
    if (!lastMinute || lastMinute.claims >= mailsPerMinute) return 'wait';
    const made = await tx.$executeRaw`
      INSERT INTO reset_notice AS n (reset_id, customer_id, claimed_at)
      VALUES (${resetId}::uuid, ${customerId}::uuid, clock_timestamp())
      ON CONFLICT (reset_id, customer_id) DO UPDATE SET claimed_at = clock_timestamp(), error = NULL
      WHERE n.error IN ('unreachable', 'put-off')`;
    return made === 1 ? 'claimed' : 'taken';
  });
}
