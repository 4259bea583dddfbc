import type { Service } from '../service.ts';

/**
 * How many who have a password also have a passkey, or an authenticator that is worth something: a void one,
 * and one that a hundred wrong codes disabled, is none.
 */
export async function countSecondFactors(
  database: Pick<Service['database'], '$queryRaw'>,
): Promise<number> {
  const [row] = await database.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM (
      SELECT subject_id FROM passkey
      UNION
      SELECT subject_id FROM totp t WHERE t.state = 'active'
      AND NOT EXISTS (SELECT FROM totp_cutoff WHERE cutoff >= coalesce(t.confirmed_at, t.created_at))
      AND NOT EXISTS (SELECT FROM failure f WHERE f.subject_id = t.subject_id
        AND f.authenticator = 'second-factor' AND f.disabled_at IS NOT NULL)
    ) f JOIN password USING (subject_id)`;
  return row.count;
}
