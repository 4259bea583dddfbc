import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { ShownState } from './list-notices.ts';

/** Most domains that are named. */
export const domainsMax = 10;

export interface DomainCount {
  domain: string;
  waiting: number;
  unsent: number;
}

/** How many notices there are of each kind staff tell apart; of those sent, the ones of the last day. */
export async function countNotices(db: PrismaClient): Promise<Record<ShownState, number>> {
  const rows = await db.$queryRaw<{ shown: ShownState; count: number }[]>`
    SELECT CASE WHEN state = 'waiting' AND attempts > 0 THEN 'retried' ELSE state END AS shown, count(*)::int AS count
    FROM notice WHERE state IN ('waiting', 'sending', 'given-up', 'uncertain') GROUP BY 1
    UNION ALL
    SELECT state, count(*)::int FROM notice
    WHERE state IN ('sent', 'not-mailed') AND ended_at > now() - interval '1 day' GROUP BY state`;
  const counts = {
    waiting: 0,
    retried: 0,
    sending: 0,
    'given-up': 0,
    uncertain: 0,
    sent: 0,
    'not-mailed': 0,
  };
  for (const { shown, count } of rows) counts[shown] = count;
  return counts;
}

/** The mail domains with most notices that were not sent: still to be, or never. */
export async function countDomains(db: PrismaClient): Promise<DomainCount[]> {
  return db.$queryRaw<DomainCount[]>`
    SELECT domain, (count(*) FILTER (WHERE state IN ('waiting', 'sending')))::int AS waiting,
      (count(*) FILTER (WHERE state IN ('given-up', 'uncertain')))::int AS unsent
    FROM notice WHERE state IN ('waiting', 'sending', 'given-up', 'uncertain')
    GROUP BY domain ORDER BY count(*) DESC, domain LIMIT ${domainsMax}`;
}
