import { Prisma, type PrismaClient } from '../../../prisma/manager/client/client.ts';
import type { NoticeName } from '../../mail/templates.ts';
import { boundOf, isOptional } from '../../notifications/kinds.ts';

/** Any number: with the customer it names the lock under which one customer's mails are counted. */
const lockClass = 7_203_002;
const digestAfter = Prisma.sql`interval '1 day'`;

/**
 * Whether the mail of a notification may leave now. Of one customer no more leave in any hour than the kind's bound,
 * whatever happens and however many workers there are; what is too many is held back for the digest. One that is
 * tried again is claimed again, by the moment of the new try.
 *
 * @returns `unwanted` where the customer turned the kind off, which only an optional one can be.
 */
export async function claimMail(
  database: PrismaClient,
  { id, customerId, kind }: { id: string; customerId: string; kind: NoticeName },
): Promise<'send' | 'held' | 'unwanted'> {
  const { most, kinds } = boundOf(kind);
  return database.$transaction(async (tx) => {
    // One at a time: two who counted at once would both find room for the same mail.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockClass}::int, hashtext(${customerId}))`;
    if (isOptional(kind)) {
      const where = { customerId_kind: { customerId, kind } };
      if (await tx.unwantedMail.findUnique({ where })) return 'unwanted';
    }
    const claimed = await tx.$executeRaw`
      UPDATE notification SET mailed_at = statement_timestamp()
      WHERE id = ${id}::uuid AND held_at IS NULL AND (
        SELECT count(*) FROM notification n
        WHERE n.customer_id = ${customerId}::uuid AND n.kind = ANY (${kinds}::text[]) AND n.id <> ${id}::uuid
          AND n.mailed_at > statement_timestamp() - interval '1 hour'
      ) < ${most}`;
    if (claimed === 1) return 'send';
    const held = await tx.$executeRaw`
      UPDATE notification SET held_at = statement_timestamp() WHERE id = ${id}::uuid AND held_at IS NULL`;
    // Not DO NOTHING: that would not wait for a digest being written, which has counted without this one.
    if (held === 1) {
      await tx.$executeRaw`
        INSERT INTO untold AS u (customer_id, since, check_at)
        SELECT customer_id, held_at, held_at + ${digestAfter} FROM notification WHERE id = ${id}::uuid
        ON CONFLICT (customer_id) DO UPDATE SET check_at = least(u.check_at, excluded.check_at)`;
    }
    return 'held';
  });
}
