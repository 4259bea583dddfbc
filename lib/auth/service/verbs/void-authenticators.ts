import { lockCutoffs } from '../resets/cutoff-lock.ts';
import type { Answer, Transaction } from '../service.ts';

/** Declares every authenticator worthless that stands now: one row. Each must be enrolled anew. */
export const voidAuthenticators: Answer<'void-authenticators'> = async (
  service,
  request,
  question,
) =>
  question.settle(async (tx) => {
    if (!request.reason) {
      return { verdict: { verdict: 'yes', cutoff: null, concerned: await countStanding(tx) } };
    }
    if (/\0/.test(request.reason) || !request.reason.isWellFormed()) {
      throw new Error('a reason that cannot be stored');
    }
    await lockCutoffs(tx);
    const concerned = await countStanding(tx);
    const cutoff = await chooseCutoff(tx, service.clock());
    const { id, reason } = request;
    // An answer lost on the way is given again.
    await tx.totpCutoff.createMany({ data: [{ id, cutoff, reason }], skipDuplicates: true });
    const kept = await tx.totpCutoff.findUniqueOrThrow({ where: { id } });
    service.log.error({ event: 'authenticators-voided', concerned });
    return {
      verdict: { verdict: 'yes', cutoff: kept.cutoff.toISOString(), concerned },
      because: `${concerned} void`,
    };
  });

async function countStanding(tx: Transaction): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM totp WHERE state = 'active'
      AND NOT EXISTS (SELECT FROM totp_cutoff c WHERE c.cutoff >= coalesce(confirmed_at, created_at))`;
  return row?.count ?? 0;
}

// Where another server's clock was ahead of this one's, its authenticators are concerned too.
async function chooseCutoff(tx: Transaction, now: Date): Promise<Date> {
  const { _max } = await tx.totp.aggregate({ _max: { confirmedAt: true, createdAt: true } });
  const latest = [now, _max.confirmedAt ?? now, _max.createdAt ?? now].map((at) => at.getTime());
  return new Date(Math.max(...latest));
}
