import type { Service, Transaction } from '../service.ts';

/** What a subject's confirmed authenticator is worth now. `void`: nothing; it must be enrolled anew. */
export type SecondFactor =
  | { state: 'none' }
  | { state: 'active' }
  | { state: 'void'; because: 'authenticator-void' | 'second-factor-disabled'; reason: string };

interface Row {
  disabled: boolean;
  reason: string | null;
}

/**
 * Asked at every decision, so that one row of `totp_cutoff` voids every authenticator confirmed before it,
 * however many there are.
 */
export async function findSecondFactor(
  database: Pick<Service['database'] | Transaction, '$queryRaw'>,
  subjectId: string,
): Promise<SecondFactor> {
  const [row] = await database.$queryRaw<Row[]>`
    SELECT
      (SELECT c.reason FROM totp_cutoff c WHERE c.cutoff >= coalesce(t.confirmed_at, t.created_at)
        ORDER BY c.cutoff DESC LIMIT 1) AS reason,
      EXISTS (SELECT FROM failure f WHERE f.subject_id = t.subject_id
        AND f.authenticator = 'second-factor' AND f.disabled_at IS NOT NULL) AS disabled
    FROM totp t WHERE t.subject_id = ${subjectId}::uuid AND t.state = 'active'`;
  if (!row) return { state: 'none' };
  const { reason, disabled } = row;
  if (reason !== null) return { state: 'void', because: 'authenticator-void', reason };
  return disabled
    ? { state: 'void', because: 'second-factor-disabled', reason: '' }
    : { state: 'active' };
}
