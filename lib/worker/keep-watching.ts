import type { Logger } from 'pino';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { watchSignIns } from '../signals/watch-sign-ins.ts';
import { keepDoing } from './keep-doing.ts';

/** How long a sign-in waits at most before it is held against the patterns, when all is well. */
const everyMs = 1_000;

/**
 * Watches sign-ins for as long as the worker runs. What fails is logged, stays in the queue and is tried again.
 *
 * @returns what lets the batch under way end and starts no other.
 */
export function keepWatching(database: PrismaClient, log: Pick<Logger, 'error'>) {
  return keepDoing(() => watchSignIns(database), { everyMs, event: 'watch-failed', log });
}
