import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';

/** A mail with a link or a code, which the auth service sends itself. */
export interface ServiceMail {
  /** Of one that was given up. */
  id: string | null;
  kind: string;
  attempts: number;
  at: Date;
  failure: string;
  reply: string;
  /** As the manager knows them; null for somebody it does not. */
  customer: { id: string; name: string; email: string } | null;
}

/**
 * The mails that the auth service could not send yet, or gave up, with the names of those they are for.
 *
 * @returns null where the service does not answer.
 */
export async function listServiceMails(
  db: PrismaClient,
  ask: AuthConnection['ask'],
): Promise<ServiceMail[] | null> {
  const answer = await ask('list-mails', {});
  if (answer.verdict !== 'yes') return null;
  const customers = await db.customer.findMany({
    where: { id: { in: answer.mails.map(({ subject }) => subject) } },
    select: { id: true, name: true, email: true },
  });
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  return answer.mails.map(({ subject, at, ...mail }) => ({
    ...mail,
    at: new Date(at),
    customer: byId.get(subject) ?? null,
  }));
}
