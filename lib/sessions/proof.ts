import type { Prisma } from '../../prisma/manager/client/client.ts';
import { proofIdleMinutes, proofMinutes } from './limits.ts';

/**
 * A factor was given in this session just now, and the auth service said yes to it. Another session of the
 * same customer's gains nothing by it.
 *
 * @returns false when the session has ended meanwhile.
 */
export async function recordProof(
  tx: Pick<Prisma.TransactionClient, '$executeRaw'>,
  sessionId: string,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE session SET proved_at = now(), proof_used_at = now()
    WHERE id = ${sessionId}::uuid AND ended_at IS NULL`;
  return count === 1;
}

/**
 * Whether a factor was given in this session lately, and prolongs that: ten minutes from this use, an hour at
 * most from the moment it was given. One conditional UPDATE by the database's clock, so that what has run out
 * is never prolonged by a request that was under way.
 */
export async function renewProof(
  db: Pick<Prisma.TransactionClient, '$executeRaw'>,
  sessionId: string,
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE session SET proof_used_at = now()
    WHERE id = ${sessionId}::uuid AND ended_at IS NULL
      AND proved_at > now() - make_interval(mins => ${proofMinutes}::int)
      AND proof_used_at > now() - make_interval(mins => ${proofIdleMinutes}::int)`;
  return count === 1;
}

/**
 * What proved a customer in other sessions counts no more, because it is another factor that proves them now.
 *
 * @param keep the session in which the factor was changed.
 */
export async function forgetOtherProofs(
  tx: Pick<Prisma.TransactionClient, 'session'>,
  { customerId, keep }: { customerId: string; keep: string },
): Promise<void> {
  await tx.session.updateMany({
    where: { customerId, endedAt: null, id: { not: keep } },
    data: { provedAt: null, proofUsedAt: null },
  });
}
