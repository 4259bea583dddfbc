import { Prisma } from '../../../../prisma/auth/client/client.ts';
import { notTakenBack } from './not-taken-back.ts';

type Ending = 'devices' | 'links';

/**
 * Whether a reset in force has ended this of a subject, as SQL. Asked where the fact is used, so that one row ends it
 * for everyone at once.
 *
 * @param of.subjectId a column or a value, as are those that follow.
 * @param of.since from when on the subject has it.
 */
export function endedByReset(
  what: Ending,
  { subjectId, since }: { subjectId: Prisma.Sql; since: Prisma.Sql },
): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM reset WHERE ${concerning(what, subjectId)} AND cutoff >= ${since})`;
}

/** The latest cutoff in force that ends this of a subject, as SQL; null where there is none. */
export function latestEnding(what: Ending, subjectId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT max(cutoff) FROM reset WHERE ${concerning(what, subjectId)})`;
}

function concerning(what: Ending, subjectId: Prisma.Sql): Prisma.Sql {
  const ends = what === 'devices' ? Prisma.sql`ends_devices` : Prisma.sql`ends_links`;
  return Prisma.sql`${ends} AND ${notTakenBack} AND (scope = 'all' OR EXISTS (
    SELECT FROM reset_subject rs WHERE rs.reset_id = reset.id AND rs.subject_id = ${subjectId}))`;
}
