import type { Service, Transaction } from '../service.ts';

export interface Membership {
  /** The id of the subject that the account began with. */
  account: string;
  role: string;
  /** Removed from it: they belong to none. */
  closed: boolean;
}

/** Where somebody belongs, by the service's own record. Who was never invited to an account owns their own. */
export async function findMembership(
  database: Pick<Service['database'] | Transaction, '$queryRaw'>,
  subjectId: string,
): Promise<Membership | null> {
  const [row] = await database.$queryRaw<Membership[]>`
    SELECT coalesce(m.account, s.id) AS account, coalesce(m.role, 'owner') AS role,
      m.closed_at IS NOT NULL AS closed
    FROM subject s LEFT JOIN account_member m ON m.subject_id = s.id
    WHERE s.id = ${subjectId}::uuid`;
  return row ?? null;
}
