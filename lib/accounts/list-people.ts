import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { accountMembersMax } from '../auth/contract.ts';
import type { Membership } from './find-membership.ts';

/** How long an invitation's link opens: as the auth service mails it. */
export const invitationHours = 72;

export interface Person {
  /** Of the membership; null for an owner who never invited anybody. */
  id: string | null;
  customerId: string | null;
  /** Until they join, as they were invited: what a customer of that address is called is not the owner's to read. */
  name: string;
  email: string;
  role: string;
  invitedAt: Date | null;
  joinedAt: Date | null;
  lastSignInAt: Date | null;
}

/** The people of an account and those invited to it, a bounded number. */
export async function listPeople(
  db: PrismaClient,
  { accountId, alone }: Membership,
): Promise<Person[]> {
  if (alone) {
    return db.$queryRaw`
      SELECT NULL::uuid AS id, c.id AS "customerId", c.name, c.email, 'owner' AS role,
        NULL::timestamptz AS "invitedAt", c.created_at AS "joinedAt",
        (SELECT max(started_at) FROM session WHERE customer_id = c.id) AS "lastSignInAt"
      FROM customer c WHERE c.id = ${accountId}::uuid`;
  }
  return db.$queryRaw`
    SELECT m.id, m.customer_id AS "customerId", m.role, m.invited_at AS "invitedAt", m.joined_at AS "joinedAt",
      CASE WHEN m.joined_at IS NULL THEN m.name ELSE c.name END AS name,
      CASE WHEN m.joined_at IS NULL THEN m.email ELSE c.email END AS email,
      CASE WHEN m.joined_at IS NOT NULL THEN
        (SELECT max(started_at) FROM session WHERE customer_id = m.customer_id
          AND started_at >= m.joined_at) END AS "lastSignInAt"
    FROM account_member m LEFT JOIN customer c ON c.id = m.customer_id
    WHERE m.account_id = ${accountId}::uuid AND m.removed_at IS NULL
    ORDER BY m.joined_at IS NULL, m.joined_at, m.invited_at, m.id
    LIMIT ${accountMembersMax}::int`;
}
