import { Prisma } from '../../../../prisma/auth/client/client.ts';

/** Whether a row of `reset` is still in force, as SQL. Asked wherever one has an effect, so that taking back is one row too. */
export const notTakenBack = Prisma.sql`NOT EXISTS (
  SELECT FROM reset_cancelled WHERE reset_cancelled.reset_id = reset.id)`;
