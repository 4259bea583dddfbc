import type { Prisma } from '../../prisma/manager/client/client.ts';
import { liveSession } from './live-session.ts';

export interface ListedSession {
  id: string;
  address: string;
  userAgent: string;
  secondFactor: boolean;
  startedAt: Date;
  lastUsedAt: Date;
}

/** A customer's live sessions, last used first. */
export async function listSessions(
  db: Prisma.TransactionClient,
  customerId: string,
): Promise<ListedSession[]> {
  return db.$queryRaw<ListedSession[]>`
    SELECT s.id, s.address, s.user_agent AS "userAgent", s.second_factor AS "secondFactor",
      s.started_at AS "startedAt", s.last_used_at AS "lastUsedAt"
    FROM session s
    WHERE s.customer_id = ${customerId}::uuid AND ${liveSession}
    ORDER BY s.last_used_at DESC, s.id`;
}
