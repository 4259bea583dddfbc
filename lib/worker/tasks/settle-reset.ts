import { z } from 'zod';
import { activateReset } from '../../resets/activate-reset.ts';
import type { Surroundings } from './surroundings.ts';

const payloadShape = z.object({ reset: z.uuid(), requestId: z.uuid().optional() });

/**
 * Settles a reset of which the manager never recorded the auth service's answer, because it died or the
 * answer was lost: the service knows whether there is such a reset.
 *
 * @throws while the service does not answer: the queue asks again.
 */
export async function settleReset(
  { database, auth }: Surroundings,
  payload: unknown,
): Promise<void> {
  const { reset: id, requestId } = payloadShape.parse(payload);
  const reset = await database.reset.findUnique({ where: { id }, select: { state: true } });
  if (reset?.state !== 'starting') return;
  const verdict = await auth.ask('describe-reset', { reset: id }, requestId);
  switch (verdict.verdict) {
    case 'yes': {
      const cutoff = new Date(verdict.cutoff);
      await database.$transaction((tx) => activateReset(tx, { reset: id, cutoff, requestId }));
      return;
    }
    case 'no':
      await database.reset.updateMany({
        where: { id, state: 'starting' },
        data: { state: 'refused' },
      });
      return;
    default:
      throw new Error('The auth service does not answer: the reset cannot be settled yet.');
  }
}
