import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/** `uncertain`: it may have gone, and is not sent again. `later`: it will be tried again. */
export type Trouble = 'uncertain' | 'refused' | 'later';
export type MailCounts = { concerned: number; sent: number } & Record<Trouble, number>;

/** Whom each of these resets concerns, and what became of the mails that tell them; those there are, by id. */
export async function countMails(
  db: PrismaClient,
  resets: string[],
): Promise<Map<string, MailCounts>> {
  if (resets.length === 0) return new Map();
  // A mail on its way is claimed and unmarked too: it is in doubt only after longer than sending takes.
  const rows = await db.$queryRaw<({ id: string } & MailCounts)[]>`
    SELECT r.id, CASE WHEN r.scope = 'all'
        THEN (SELECT count(*) FROM customer c WHERE c.created_at < r.cutoff)
        ELSE (SELECT count(*) FROM reset_subject rs WHERE rs.reset_id = r.id) END::int AS concerned,
      n.* FROM reset r, LATERAL (
        SELECT count(*) FILTER (WHERE sent_at IS NOT NULL)::int AS sent,
          count(*) FILTER (WHERE sent_at IS NULL AND error IS NULL
            AND claimed_at < now() - interval '2 minutes')::int AS uncertain,
          count(*) FILTER (WHERE error = 'refused')::int AS refused,
          count(*) FILTER (WHERE error IN ('unreachable', 'put-off'))::int AS later
        FROM reset_notice WHERE reset_id = r.id AND wave = 1) n
    WHERE r.id = ANY (${resets}::uuid[])`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
