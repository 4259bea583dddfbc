import { Prisma } from '../../../../prisma/auth/client/client.ts';
import type { Service, Transaction } from '../service.ts';
import { knownForDays } from '../subjects/known-sources.ts';
import { endedByReset } from './ended-by-reset.ts';
import { type Cohort, condition } from './match-rule.ts';

const examplesMax = 3;

/** How many of whom a rule matches have devices that are remembered, or a reset link that opens, and a few of them. */
export async function countEnding(service: Service, tx: Transaction, cohort: Cohort) {
  const now = service.clock();
  const since = new Date(now.getTime() - knownForDays * 86_400_000);
  const matching = Prisma.sql`FROM password p WHERE ${condition(cohort)}`;
  const devices = Prisma.sql`
    SELECT k.subject_id, max(k.last_seen_at) AS at FROM known_source k
    WHERE k.last_seen_at >= ${since} AND k.subject_id IN (SELECT p.subject_id ${matching})
      AND NOT ${endedByReset('devices', {
        subjectId: Prisma.sql`k.subject_id`,
        since: Prisma.sql`k.last_seen_at`,
      })}
    GROUP BY k.subject_id`;
  const links = Prisma.sql`
    SELECT l.subject_id, max(l.created_at) AS at FROM link l
    WHERE l.purpose = 'reset' AND l.used_at IS NULL AND l.expires_at > ${now}
      AND l.subject_id IN (SELECT p.subject_id ${matching})
      AND NOT ${endedByReset('links', {
        subjectId: Prisma.sql`l.subject_id`,
        since: Prisma.sql`l.created_at`,
      })}
    GROUP BY l.subject_id`;
  return { devices: await count(tx, devices), links: await count(tx, links) };
}

async function count(tx: Transaction, having: Prisma.Sql) {
  const rows = await tx.$queryRaw<{ subject: string; at: Date; count: number }[]>`
    SELECT subject_id AS subject, at, count(*) OVER ()::int AS count
    FROM (${having}) found ORDER BY at DESC, subject_id LIMIT ${examplesMax}`;
  const examples = rows.map(({ subject, at }) => ({ subject, at: at.toISOString() }));
  return { count: rows[0]?.count ?? 0, examples };
}
