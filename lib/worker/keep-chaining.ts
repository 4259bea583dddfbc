import type { Logger } from 'pino';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { chainActivity } from '../ledger/chain-activity.ts';
import { keepDoing } from './keep-doing.ts';

/** How long an entry waits at most before it is chained, when all is well: until then nothing shows a change to it. */
const everyMs = 1_000;

/**
 * Chains activity for as long as the worker runs. What fails is logged, stays in the queue and is tried again.
 *
 * @returns what lets the batch under way end and starts no other.
 */
export function keepChaining(database: PrismaClient, log: Pick<Logger, 'error'>) {
  return keepDoing(() => chainActivity(database), { everyMs, event: 'chain-failed', log });
}
