import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { unclearSeconds } from '../sessions/limits.ts';

export interface Colleague {
  id: string;
  name: string;
  email: string;
  staffRole: string;
  /** When their latest session began; null when they have never signed in. */
  signedInAt: Date | null;
  /** A change of their role of which nothing was heard: whether it was made shows at their next sign-in. */
  unclear: boolean;
}

/** Everybody who is staff, by name. */
export async function listColleagues(db: PrismaClient): Promise<Colleague[]> {
  return db.$queryRaw<Colleague[]>`
    SELECT c.id, c.name, c.email, c.staff_role AS "staffRole",
      (SELECT max(s.started_at) FROM session s WHERE s.customer_id = c.id) AS "signedInAt",
      EXISTS (
        SELECT FROM staff_role_change asked
        WHERE asked.customer_id = c.id AND asked.step = 'asked'
          AND asked.at < now() - make_interval(secs => ${unclearSeconds}::int)
          AND NOT EXISTS (SELECT FROM staff_role_change heard
            WHERE heard.change = asked.change AND heard.step <> 'asked')
          AND NOT EXISTS (SELECT FROM session s
            WHERE s.customer_id = c.id AND s.started_at > asked.at)
      ) AS unclear
    FROM customer c WHERE c.staff_role IS NOT NULL
    ORDER BY c.name, c.id`;
}

/** Everybody who is staff or once was, by name: whose acts there may be. */
export async function listFormerToo(db: PrismaClient): Promise<{ id: string; name: string }[]> {
  return db.$queryRaw<{ id: string; name: string }[]>`
    SELECT c.id, c.name FROM customer c
    WHERE c.staff_role IS NOT NULL
      OR c.id IN (SELECT customer_id FROM staff_role_change WHERE step = 'made')
    ORDER BY c.name, c.id`;
}
