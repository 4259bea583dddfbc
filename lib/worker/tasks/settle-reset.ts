import { z } from 'zod';
import { takeOver } from '../../resets/take-over.ts';
import type { Surroundings } from './surroundings.ts';

const payloadShape = z.object({ reset: z.uuid(), requestId: z.uuid().optional() });

/**
 * Settles a reset of which the manager never recorded the auth service's answer, because it died or the
 * answer was lost, and a proposal whose time is up: the service knows what each is.
 *
 * @throws while the service does not answer: the queue asks again.
 */
export async function settleReset(
  { database, auth }: Surroundings,
  payload: unknown,
): Promise<void> {
  const { reset: id, requestId } = payloadShape.parse(payload);
  const reset = await database.reset.findUnique({ where: { id }, select: { state: true } });
  if (reset?.state !== 'starting' && reset?.state !== 'proposed') return;
  const verdict = await auth.ask('describe-reset', { reset: id }, requestId);
  if (verdict.verdict === 'unavailable') {
    throw new Error('The auth service does not answer: the reset cannot be settled yet.');
  }
  await takeOver({ db: database, ask: auth.ask, requestId }, id, verdict);
}
