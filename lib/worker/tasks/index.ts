import type { TaskList } from 'graphile-worker';
import { countSignIns } from './count-sign-ins.ts';
import { deliverNotices } from './deliver-notices.ts';
import { removeOldActivity } from './remove-old-activity.ts';
import { removeOldNotifications } from './remove-old-notifications.ts';
import { settleReset } from './settle-reset.ts';
import { signActivity } from './sign-activity.ts';
import type { Surroundings } from './surroundings.ts';
import { tellFailures } from './tell-failures.ts';
import { tellReset } from './tell-reset.ts';
import { tendNotices } from './tend-notices.ts';

/**
 * Every task of the worker, under the name by which `queue_job` lets it be queued, or {@link timetable} does. In parts
 * that are run apart, each with places of its own: a mail server that is slow holds up no other work, and the mails of a
 * reset not those that somebody waits for.
 */
export function buildTasks(surroundings: Surroundings) {
  return {
    notices: { 'send-notice': (payload) => deliverNotices(surroundings, payload) },
    resets: { 'tell-reset': (payload) => tellReset(surroundings, payload) },
    house: {
      'settle-reset': (payload) => settleReset(surroundings, payload),
      'count-sign-ins': () => countSignIns(surroundings),
      'tell-failures': () => tellFailures(surroundings),
      'tend-notices': () => tendNotices(surroundings),
      'sign-activity': () => signActivity(surroundings),
      'remove-old-activity': () => removeOldActivity(surroundings),
      'remove-old-notifications': () => removeOldNotifications(surroundings),
    },
  } satisfies Record<string, TaskList>;
}

/** What is done every so often, once however many workers there are, as a crontab. Every task of it is of the house. */
export const timetable = `
* * * * * count-sign-ins ?jobKey=count-sign-ins
* * * * * tell-failures ?jobKey=tell-failures
* * * * * tend-notices ?jobKey=tend-notices
17 3 * * * sign-activity ?fill=1d&jobKey=sign-activity
*/10 * * * * remove-old-activity ?jobKey=remove-old-activity
*/10 * * * * remove-old-notifications ?jobKey=remove-old-notifications
`;
