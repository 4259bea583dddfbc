import type { Door } from './door.ts';

/** How many moments a curve has, between its first and its last. */
const stepsMax = 48;

/** How far a reset had come at each of the moments: so many customers by then, never fewer than before. */
export interface ResetChart {
  moments: Date[];
  told: number[];
  bounced: number[];
  /** By the auth service; null while it does not answer. */
  opened: number[] | null;
  done: number[] | null;
}

/**
 * The progress of a reset in force as curves, from its cutoff until now. Each is counted from what happened,
 * in one statement a database: nothing is kept that a crash could leave wrong.
 */
export async function chartReset(
  { db, ask, requestId }: Door,
  reset: { id: string; cutoff: Date },
  now = new Date(),
): Promise<ResetChart> {
  const moments = momentsBetween(reset.cutoff, now);
  const later = moments.slice(1).map((at) => at.toISOString());
  const [verdict, mails] = await Promise.all([
    ask('chart-reset', { reset: reset.id, moments: later }, requestId),
    countMails(db, reset.id, later),
  ]);
  // Nobody was told of it, and nobody had done anything about it, when it took effect.
  const fromNone = (counts: number[]) => [0, ...counts];
  const upTo = (bounced: boolean) =>
    fromNone(
      later.map((_, index) =>
        mails
          .filter((row) => row.bounced === bounced && row.bucket <= index)
          .reduce((sum, { count }) => sum + count, 0),
      ),
    );
  const said = verdict.verdict === 'yes' ? verdict : null;
  return {
    moments,
    told: upTo(false),
    bounced: upTo(true),
    opened: said && fromNone(said.opened),
    done: said && fromNone(said.done),
  };
}

function momentsBetween(from: Date, until: Date): Date[] {
  // Servers' clocks differ: a cutoff may lie ahead of this one's.
  const span = Math.max(until.getTime() - from.getTime(), 1_000);
  const steps = Math.min(stepsMax, Math.floor(span / 1_000));
  const at = (step: number) => new Date(from.getTime() + Math.round((span * step) / steps));
  return [from, ...Array.from({ length: steps }, (_, index) => at(index + 1))];
}

async function countMails(db: Door['db'], reset: string, moments: string[]) {
  // A refusal has no time of its own: it comes within seconds of the claim.
  return db.$queryRaw<{ bounced: boolean; bucket: number; count: number }[]>`
    SELECT sent_at IS NULL AS bounced,
      least(width_bucket(coalesce(sent_at, claimed_at), ${moments}::timestamptz[]),
        ${moments.length - 1}::int) AS bucket,
      count(*)::int AS count
    FROM reset_notice
    WHERE reset_id = ${reset}::uuid AND wave = 1 AND (sent_at IS NOT NULL OR error = 'refused')
    GROUP BY 1, 2`;
}
