import type { TaskList } from 'graphile-worker';
import { countSignIns } from './count-sign-ins.ts';
import { sendNotice } from './send-notice.ts';
import { settleReset } from './settle-reset.ts';
import type { Surroundings } from './surroundings.ts';
import { tellFailures } from './tell-failures.ts';
import { tellReset } from './tell-reset.ts';

/** Every task of the worker, under the name by which `queue_job` lets it be queued, or {@link timetable} does. */
export function buildTasks(surroundings: Surroundings): TaskList {
  return {
    'send-notice': (payload) => sendNotice(surroundings, payload),
    'tell-reset': (payload) => tellReset(surroundings, payload),
    'settle-reset': (payload) => settleReset(surroundings, payload),
    'count-sign-ins': () => countSignIns(surroundings),
    'tell-failures': () => tellFailures(surroundings),
  };
}

/** What is done every so often, once however many workers there are, as a crontab. */
export const timetable = `* * * * * count-sign-ins ?jobKey=count-sign-ins
* * * * * tell-failures ?jobKey=tell-failures`;
