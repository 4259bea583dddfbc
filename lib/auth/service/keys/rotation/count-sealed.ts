import { sealedHeader } from '../../seal/seal.ts';
import type { Service, Transaction } from '../../service.ts';

const stretch = 20_000;

export interface SealedCount {
  total: number;
  /** Sealed under any other key than the one asked about, or under none at all. */
  others: number;
}

/**
 * Counts every sealed value by the header of its own bytes, which is what opening goes by. In stretches,
 * so that no statement runs long however many customers there are. Once a version is promoted nothing is
 * sealed under an older one, so a stretch that was found clean stays clean.
 */
export async function countSealed(
  database: Pick<Service['database'] | Transaction, '$queryRaw'>,
  version: number,
): Promise<SealedCount> {
  const header = sealedHeader(version);
  const counted = { total: 0, others: 0 };
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  while (after) {
    const rows: (SealedCount & { last: string | null; subjects: number })[] =
      await database.$queryRaw`
      WITH s AS (SELECT id, email_sealed FROM subject WHERE id > ${after}::uuid ORDER BY id LIMIT ${stretch}),
        v AS (SELECT email_sealed AS sealed FROM s
          UNION ALL SELECT hash_sealed FROM password JOIN s ON s.id = subject_id WHERE hash_sealed IS NOT NULL
          UNION ALL SELECT key_sealed FROM totp JOIN s ON s.id = subject_id
          UNION ALL SELECT c.email_sealed FROM email_change c JOIN s ON s.id = c.subject_id
          UNION ALL SELECT f.email_sealed FROM former_email f JOIN s ON s.id = f.subject_id)
      SELECT count(*)::int AS total,
        (count(*) FILTER (WHERE substring(sealed FROM 1 FOR 5) <> ${header}))::int AS others,
        (SELECT id FROM s ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*)::int FROM s) AS subjects
      FROM v`;
    const [row] = rows;
    counted.total += row?.total ?? 0;
    counted.others += row?.others ?? 0;
    after = row && row.subjects === stretch ? row.last : null;
  }
  return counted;
}
