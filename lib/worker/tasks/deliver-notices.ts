import { z } from 'zod';
import type { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { mailFailure } from '../../mail/mail-failure.ts';
import { safeReply } from '../../mail/safe-reply.ts';
import { queueKey } from '../../notifications/delivery.ts';
import { type ClaimedNotice, claimNext } from './claim-next.ts';
import { NotTaken, sendNotice } from './send-notice.ts';
import { type Attempt, type Settled, settleNotice } from './settle-notice.ts';
import type { Surroundings } from './surroundings.ts';

const payloadShape = z.object({ customerId: z.uuid(), requestId: z.uuid().nullish() });
type Turn = z.infer<typeof payloadShape>;

/** Most notices one job sends: the other customers come in between. */
const batchMax = 20;
/** How long to wait where as many mails as may are under way to a domain. */
const fullSeconds = 5;

type Parts = Pick<Surroundings, 'database' | 'auth' | 'mailer' | 'publicUrl' | 'log'>;

/**
 * Sends a customer's notices that are due, in the order in which they were queued. Each is claimed before it is
 * handed over: should this process die in between, it stays claimed, and is for staff to see.
 *
 * @param clock tells the time by which attempts are due.
 */
export async function deliverNotices(
  surroundings: Parts,
  payload: unknown,
  clock = () => new Date(),
): Promise<void> {
  const turn = payloadShape.parse(payload);
  const { database } = surroundings;
  for (let left = batchMax; left > 0; left--) {
    const claimed = await claimNext(database, turn.customerId, clock());
    if (!claimed) return;
    if (claimed === 'full') return queueTurn(database, turn, fullSeconds);
    const attempt = await attemptSending(surroundings, claimed);
    const now = clock();
    const settled = await settleNotice(database, claimed, attempt, now);
    if (typeof attempt === 'object') report(surroundings, claimed, attempt, settled);
    if (settled.nextAt) {
      return queueTurn(database, turn, (settled.nextAt.getTime() - now.getTime()) / 1_000);
    }
  }
  await queueTurn(database, turn, 0);
}

async function attemptSending(surroundings: Parts, { payload }: ClaimedNotice): Promise<Attempt> {
  try {
    return await sendNotice(surroundings, payload);
  } catch (error) {
    if (error instanceof NotTaken) {
      return { failure: mailFailure(error.cause), reply: safeReply(error.cause) };
    }
    // Nothing was handed over yet: it will be as damaged the next time, or it was the database.
    return { failure: error instanceof z.ZodError ? 'damaged' : 'unreachable', reply: '' };
  }
}

/** Has the customer's queue looked at again in so many seconds. */
async function queueTurn(database: PrismaClient, turn: Turn, seconds: number): Promise<void> {
  await database.$executeRaw`
    SELECT queue_job('send-notice', ${JSON.stringify(turn)}::json, ${queueKey(turn.customerId)},
      ${seconds} * interval '1 second')`;
}

// Neither whom it is for nor what the server said: both are in the row, for staff.
function report(
  { log }: Parts,
  { id, kind, attempts: attempt }: ClaimedNotice,
  { failure }: Extract<Attempt, object>,
  { state }: Settled,
): void {
  const facts = { notice: String(id), kind, attempt, failure };
  if (state === 'waiting') log.warn({ event: 'mail-put-off', ...facts });
  else log.error({ event: state === 'uncertain' ? 'mail-uncertain' : 'mail-given-up', ...facts });
}
