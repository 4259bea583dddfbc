import { z } from 'zod';
import { nameListed } from '../../resets/name-listed.ts';
import { queueSettleReset } from '../../resets/queue-settle-reset.ts';
import { takeOver } from '../../resets/take-over.ts';
import type { Surroundings } from './surroundings.ts';

const payloadShape = z.object({ reset: z.uuid(), requestId: z.uuid().optional() });

/** A job that hands a list over and is not heard of after this long is taken over by the next: it died. */
const takeOverSeconds = 180;

/**
 * Settles a reset of which the manager never recorded the auth service's answer, because it died or the
 * answer was lost, one that may have been taken back, and a proposal whose time is up: the service knows what each
 * is. Where the service waits for the list that the reset is about, hands it over.
 *
 * @throws while the service does not answer: the queue asks again.
 */
export async function settleReset(
  { database, auth }: Surroundings,
  payload: unknown,
): Promise<void> {
  const { reset: id, requestId } = payloadShape.parse(payload);
  const reset = await database.reset.findUnique({
    where: { id },
    select: { state: true, scope: true, listId: true, except: true, takingBackAt: true },
  });
  const open = reset?.state === 'starting' || reset?.state === 'proposed' || reset?.takingBackAt;
  if (!reset || !open) return;
  const door = { db: database, ask: auth.ask, requestId };
  const verdict = await auth.ask('describe-reset', { reset: id }, requestId);
  if (verdict.verdict === 'unavailable') {
    throw new Error('The auth service does not answer: the reset cannot be settled yet.');
  }
  const { scope, listId, except } = reset;
  if (verdict.verdict !== 'naming' || !listId) return takeOver(door, id, verdict);
  await queueSettleReset(database, { reset: id, requestId }, takeOverSeconds);
  const answer = await nameListed(door, { id, scope, listId, except }, verdict.next);
  // Refused, it may have been cancelled meanwhile: that is asked for anew.
  if (answer.verdict === 'no') return;
  await takeOver(door, id, answer.verdict === 'yes' ? { ...answer, approvedBy: null } : answer);
}
