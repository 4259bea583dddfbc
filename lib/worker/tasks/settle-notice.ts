import type { PrismaClient } from '../../../prisma/manager/client/client.ts';
import type { MailFailure } from '../../mail/mail-failure.ts';
import type { NoticeState } from '../../notifications/delivery.ts';
import type { ClaimedNotice } from './claim-next.ts';
import { nextAttempt } from './next-attempt.ts';

/**
 * How an attempt ended: `damaged`, there was nothing to make a mail of; `not-mailed`, it stands in the panel alone, for
 * its customer wants no mail of it or has had as many as may leave in an hour.
 */
export type Attempt = { failure: MailFailure | 'damaged'; reply: string } | 'sent' | 'not-mailed';

export interface Settled {
  state: NoticeState;
  nextAt: Date | null;
}

/**
 * Keeps what became of an attempt. What certainly went nowhere is tried again until its time is up; what may have
 * been sent is not, for nobody is told twice.
 */
export async function settleNotice(
  database: PrismaClient,
  claimed: ClaimedNotice,
  attempt: Attempt,
  now: Date,
): Promise<Settled> {
  const settled = judge(claimed, attempt, now);
  const { failure, reply } = typeof attempt === 'string' ? { failure: null, reply: '' } : attempt;
  const { state, nextAt } = settled;
  // Only our own claim; somebody may have taken us for dead meanwhile, which the facts put right.
  await database.notice.updateMany({
    where: {
      id: claimed.id,
      claimedAt: claimed.claimedAt,
      state: { in: ['sending', 'uncertain'] },
    },
    data: { state, failure, reply, ...(nextAt ? { nextAt, endedAt: null } : { endedAt: now }) },
  });
  return settled;
}

function judge({ attempts, tryUntil }: ClaimedNotice, attempt: Attempt, now: Date): Settled {
  if (typeof attempt === 'string') return { state: attempt, nextAt: null };
  const { failure } = attempt;
  if (failure === 'uncertain') return { state: 'uncertain', nextAt: null };
  if (failure !== 'unreachable' && failure !== 'put-off')
    return { state: 'given-up', nextAt: null };
  const nextAt = nextAttempt(failure, attempts, now);
  return nextAt > tryUntil ? { state: 'given-up', nextAt: null } : { state: 'waiting', nextAt };
}
