import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { findRareUserAgents } from './find-rare-user-agents.ts';
import { matchAttempts, type Question } from './match-attempts.ts';
import { withIndexPlans } from './with-index-plans.ts';

export interface Attempt {
  id: bigint;
  at: Date;
  email: string;
  kind: string;
  outcome: string;
  address: string;
  userAgent: string;
  /** Whether its address is an indicator, and not its user agent alone. */
  exact: boolean;
}

/** Every attempt that matches, oldest first. */
export async function listAttempts(
  db: PrismaClient,
  question: Question,
  max: number,
): Promise<Attempt[]> {
  return withIndexPlans(db, async (tx) => {
    const { rare } = await findRareUserAgents(tx, question.indicators.userAgents);
    return tx.$queryRaw<Attempt[]>`
      WITH ${matchAttempts(question, rare)}
      SELECT a.id, a.at, email, a.kind, a.outcome, address, user_agent AS "userAgent", exact
      FROM attempt JOIN activity a USING (id) JOIN customer ON customer.id = a.customer_id
      ORDER BY a.at, a.id LIMIT ${max}`;
  });
}
