import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';
import { countMails, type MailCounts, type Trouble } from './count-mails.ts';

/** Most customers named whose mail is in doubt. */
export const troubledMax = 50;

/** How far a reset has come. */
export interface ResetProgress {
  /** By the auth service; null while it does not answer. */
  passwords: { concerned: number; done: number } | null;
  /** Until when it can be taken back, and who asked for it; null where it cannot be, or while the service is silent. */
  takeBack: { until: Date; askedBy: string | null } | null;
  mails: MailCounts;
  troubled: { id: string; name: string; email: string; trouble: Trouble }[];
}

/** Asks both sides: who has chosen a new password since, and who has been told by mail. */
export async function describeReset(
  { db, ask }: { db: PrismaClient; ask: AuthConnection['ask'] },
  reset: string,
): Promise<ResetProgress> {
  const [verdict, counted, troubled] = await Promise.all([
    ask('describe-reset', { reset }),
    countMails(db, [reset]),
    listTroubled(db, reset),
  ]);
  const passwords =
    verdict.verdict === 'yes' ? { concerned: verdict.concerned, done: verdict.done } : null;
  const said = verdict.verdict === 'yes' ? verdict.takeBack : null;
  const takeBack = said && { ...said, until: new Date(said.until) };
  const mails = counted.get(reset) ?? { concerned: 0, sent: 0, uncertain: 0, refused: 0, later: 0 };
  return { passwords, mails, troubled, takeBack };
}

async function listTroubled(db: PrismaClient, reset: string): Promise<ResetProgress['troubled']> {
  return db.$queryRaw<ResetProgress['troubled']>`
    SELECT c.id, c.name, c.email,
      CASE WHEN n.error IS NULL THEN 'uncertain'
        WHEN n.error = 'refused' THEN 'refused' ELSE 'later' END AS trouble
    FROM reset_notice n JOIN customer c ON c.id = n.customer_id
    WHERE n.reset_id = ${reset}::uuid AND n.wave = 1 AND n.sent_at IS NULL
      AND (n.error IS NOT NULL OR n.claimed_at < now() - interval '2 minutes')
    ORDER BY c.name, c.id LIMIT ${troubledMax}`;
}
