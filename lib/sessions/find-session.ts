import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { unreadSql } from '../notifications/count-unread.ts';
import { touchSeconds } from './limits.ts';
import { liveSession } from './live-session.ts';
import { hashSessionToken } from './session-token.ts';

export interface SignedIn {
  customer: {
    id: string;
    email: string;
    name: string;
    company: string;
    language: string;
    /** An IANA name; null where none was chosen. */
    timeZone: string | null;
    staffRole: string | null;
    /** Of a company's account, and not its owner. For what is shown: what is done is decided where it is done. */
    restricted: boolean;
  };
  session: {
    id: string;
    startedAt: Date;
    secondFactor: boolean;
    /** Nothing but enrolling an authenticator is open to it. */
    enrolmentRequired: boolean;
  };
  /** Notifications not read, `unreadMax` and one at most: each page says how many, and asks once for both. */
  unread: number;
}

type Row = SignedIn['customer'] & {
  sessionId: string;
  startedAt: Date;
  secondFactor: boolean;
  enrolmentRequired: boolean;
  unread: number;
  stale: boolean;
};

/**
 * Whose live session a token stands for, in one query; null when the session is unknown, ended, idle, too
 * old, or older than a cutoff that concerns it.
 * @throws when the database cannot be asked: that is not an answer about the session.
 */
export async function findSession(db: PrismaClient, token: string): Promise<SignedIn | null> {
  const rows = await db.$queryRaw<Row[]>`
    /* named */ SELECT c.id, c.email, c.name, c.company, c.language, c.time_zone AS "timeZone", c.staff_role AS "staffRole",
      EXISTS (SELECT FROM account_member m
        WHERE m.customer_id = c.id AND m.removed_at IS NULL AND m.role <> 'owner') AS restricted,
      s.id AS "sessionId", s.started_at AS "startedAt", s.second_factor AS "secondFactor",
      s.enrolment_required AS "enrolmentRequired", ${unreadSql(Prisma.sql`c.id`)} AS unread,
      s.last_used_at < now() - make_interval(secs => ${touchSeconds}::int) AS stale
    FROM session s JOIN customer c ON c.id = s.customer_id
    WHERE s.token_hash = ${hashSessionToken(token)} AND ${liveSession}`;
  const row = rows[0];
  if (!row) return null;
  const { sessionId, startedAt, secondFactor, enrolmentRequired, unread, stale, ...customer } = row;
  if (stale) await touch(db, sessionId);
  const session = { id: sessionId, startedAt, secondFactor, enrolmentRequired };
  return { customer, session, unread };
}

// Conditional, so that of many requests at once one writes.
async function touch(db: PrismaClient, sessionId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE session SET last_used_at = now()
    WHERE id = ${sessionId}::uuid AND ended_at IS NULL
      AND last_used_at < now() - make_interval(secs => ${touchSeconds}::int)`;
}
