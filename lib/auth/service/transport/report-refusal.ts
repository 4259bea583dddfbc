import type { Logger } from 'pino';
import type { Caller } from '../callers.ts';
import { recordDecision } from '../journal.ts';
import type { Service } from '../service.ts';
import type { Refusal } from './server.ts';

/** Alerts and journals that a caller was named and not believed. */
export function openReportRefusal({
  database,
  clock,
  log,
}: Pick<Service, 'database' | 'clock' | 'log'>) {
  return async (caller: Caller, requestId: string, because: Refusal): Promise<void> => {
    alert[because](log, { caller, requestId });
    const line = { at: clock(), caller, verb: 'unknown', requestId, verdict: 'forbidden' };
    await recordDecision(database, { ...line, because }).catch(() => {
      log.error({ event: 'journal-unavailable', requestId });
    });
  };
}

const alert: Record<Refusal, (log: Logger, about: { caller: Caller; requestId: string }) => void> =
  {
    'wrong-key': (log, about) => log.error({ event: 'wrong-caller-key', ...about }),
    'wrong-certificate': (log, about) => log.error({ event: 'wrong-caller-certificate', ...about }),
    'clock-apart': (log, about) => log.error({ event: 'clock-apart', ...about }),
  };
