import 'server-only';
import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { ActivityKind, Outcome } from '../activity/kinds.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { NoticeName } from '../mail/templates.ts';
import { database } from '../manager/database.ts';
import type { RequestSource } from '../manager/request.ts';
import { queueNotice } from '../notifications/queue-notice.ts';

export interface Change {
  customerId: string;
  kind: ActivityKind;
  outcome: Outcome;
  source: RequestSource;
  /** Mail that tells the customer of it. */
  notices?: NoticeName[];
  /** What else belongs to it. */
  also?: (tx: Prisma.TransactionClient) => Promise<unknown>;
}

/**
 * Records what became of a change to an account's credentials, queues the mail that tells of it, and
 * does what belongs to it: together or not at all.
 *
 * @returns false when the database failed. The auth service has decided all the same, and journalled it.
 */
export async function recordChange(change: Change): Promise<boolean> {
  const { customerId, kind, outcome, source, notices = [], also } = change;
  const at = new Date();
  try {
    await database().$transaction(async (tx) => {
      await also?.(tx);
      await recordActivity(tx, { customerId, kind, outcome, source });
      for (const notice of notices) await queueNotice(tx, { customerId, notice, source, at });
    });
    return true;
  } catch {
    return false;
  }
}
