import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import type { Activity } from '../activity/list-activity.ts';
import { absoluteHours } from '../sessions/limits.ts';
import { findRareUserAgents } from './find-rare-user-agents.ts';
import { matchAttempts, type Question } from './match-attempts.ts';
import { withIndexPlans } from './with-index-plans.ts';

/** A sign-in, or a code at one, and whether it is one that the investigation asks after. */
export type SignIn = Activity & { isMatch: boolean };

export interface AccountHistory {
  /** Newest first. */
  signIns: SignIn[];
  /** What was done from the address of an entry, until the session it began must have ended. Oldest first. */
  acts: Activity[];
  /** Other accounts that were tried from the same addresses, most attempts first. */
  others: { customerId: string; name: string; email: string; attempts: number; entries: number }[];
}

/** Most of each list. */
export const historyMax = 200;

const columns = Prisma.sql`a.id, a.at, a.kind, a.outcome, a.address, a.user_agent AS "userAgent", a.detail`;

/** What is known of one account in the light of an investigation. */
export async function readAccount(
  db: PrismaClient,
  question: Question,
  customerId: string,
): Promise<AccountHistory> {
  return withIndexPlans(db, async (tx) => {
    const { rare } = await findRareUserAgents(tx, question.indicators.userAgents);
    const matched = Prisma.sql`${matchAttempts(question, rare)}, own AS (
      SELECT * FROM attempt WHERE customer_id = ${customerId}::uuid
    )`;
    const signIns = await tx.$queryRaw<SignIn[]>`
      WITH ${matched}
      SELECT ${columns}, own.id IS NOT NULL AS "isMatch"
      FROM activity a LEFT JOIN own ON own.id = a.id
      WHERE a.customer_id = ${customerId}::uuid AND a.kind IN ('sign-in', 'second-factor')
        ${question.until ? Prisma.sql`AND a.at < ${question.until}` : Prisma.empty}
      ORDER BY a.at DESC, a.id DESC LIMIT ${historyMax}`;
    const acts = await tx.$queryRaw<Activity[]>`
      WITH ${matched}
      SELECT ${columns} FROM activity a
      WHERE a.customer_id = ${customerId}::uuid AND a.kind NOT IN ('sign-in', 'second-factor')
        AND EXISTS (
          SELECT FROM own WHERE own.kind = 'sign-in' AND own.outcome = 'yes' AND own.ip = a.ip
            AND a.at BETWEEN own.at AND own.at + ${absoluteHours} * interval '1 hour')
      ORDER BY a.at, a.id LIMIT ${historyMax}`;
    const others = await tx.$queryRaw<AccountHistory['others']>`
      WITH ${matched}
      SELECT customer_id AS "customerId", name, email, count(*)::int AS attempts,
        (count(*) FILTER (WHERE kind = 'sign-in' AND outcome = 'yes'))::int AS entries
      FROM attempt JOIN customer ON customer.id = customer_id
      WHERE customer_id <> ${customerId}::uuid AND attempt.ip IN (SELECT ip FROM own)
      GROUP BY 1, 2, 3 ORDER BY entries DESC, attempts DESC, email LIMIT ${historyMax}`;
    return { signIns, acts, others };
  });
}
