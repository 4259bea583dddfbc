import { Prisma } from '../../../../prisma/auth/client/client.ts';

/**
 * The latest cutoff in force that ends this of a subject, as SQL; null where there is none. Asked where the fact is
 * used, so that one row ends it for everyone at once.
 *
 * @param subjectId a column or a value.
 */
export function latestEnding(what: 'devices' | 'links', subjectId: Prisma.Sql): Prisma.Sql {
  const ends = what === 'devices' ? Prisma.sql`ends_devices` : Prisma.sql`ends_links`;
  return Prisma.sql`(
    SELECT max(cutoff) FROM reset WHERE ${ends} AND (scope = 'all' OR EXISTS (
      SELECT FROM reset_subject rs WHERE rs.reset_id = reset.id AND rs.subject_id = ${subjectId})))`;
}
