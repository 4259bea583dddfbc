import type { Service, Transaction } from '../service.ts';

export interface Cutoff {
  cutoff: Date;
  reason: string;
}

/**
 * The latest cutoff that a password of this subject, set at `setAt`, falls behind; null when it still
 * opens. One row covers everyone, so this is asked at every decision instead of marking customers.
 */
export async function findCutoff(
  database: Pick<Service['database'] | Transaction, '$queryRaw'>,
  subjectId: string,
  setAt: Date,
): Promise<Cutoff | null> {
  const [latest] = await database.$queryRaw<Cutoff[]>`
    (SELECT cutoff, reason FROM reset WHERE scope = 'all' AND cutoff > ${setAt}
      ORDER BY cutoff DESC LIMIT 1)
    UNION ALL
    (SELECT cutoff, reason FROM reset JOIN reset_subject ON reset_id = id
      WHERE subject_id = ${subjectId}::uuid AND scope = 'subjects' AND cutoff > ${setAt})
    ORDER BY cutoff DESC LIMIT 1`;
  return latest ?? null;
}
