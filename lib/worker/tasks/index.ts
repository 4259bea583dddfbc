import type { TaskList } from 'graphile-worker';
import { countSignIns } from './count-sign-ins.ts';
import { removeOldActivity } from './remove-old-activity.ts';
import { sendNotice } from './send-notice.ts';
import { settleReset } from './settle-reset.ts';
import { signActivity } from './sign-activity.ts';
import type { Surroundings } from './surroundings.ts';
import { tellReset } from './tell-reset.ts';

/** Every task of the worker, under the name by which `queue_job` lets it be queued, or {@link timetable} does. */
export function buildTasks(surroundings: Surroundings): TaskList {
  return {
    'send-notice': (payload) => sendNotice(surroundings, payload),
    'tell-reset': (payload) => tellReset(surroundings, payload),
    'settle-reset': (payload) => settleReset(surroundings, payload),
    'count-sign-ins': () => countSignIns(surroundings),
    'sign-activity': () => signActivity(surroundings),
    'remove-old-activity': () => removeOldActivity(surroundings),
  };
}

/** What is done every so often, once however many workers there are, as a crontab. */
export const timetable = `
* * * * * count-sign-ins ?jobKey=count-sign-ins
17 3 * * * sign-activity ?fill=1d&jobKey=sign-activity
*/10 * * * * remove-old-activity ?jobKey=remove-old-activity
`;
