import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { type ActivityEntry, recordActivity } from '../activity/record-activity.ts';
import { type OptionalKind, optionalKinds } from './kinds.ts';

/** The optional kinds of which a customer wants no mail. */
export async function listUnwanted(db: PrismaClient, customerId: string): Promise<Set<string>> {
  const rows = await db.unwantedMail.findMany({ where: { customerId }, select: { kind: true } });
  return new Set(rows.map(({ kind }) => kind));
}

/**
 * Stores of which optional kinds a customer wants mail. The others are mailed whatever is asked for. What changes stands
 * in the history: whoever sits in a stranger's session might want less mail to go out.
 */
export async function chooseMails(
  db: PrismaClient,
  customerId: string,
  wanted: readonly OptionalKind[],
  source: ActivityEntry['source'],
): Promise<void> {
  const unwanted = optionalKinds.filter((kind) => !wanted.includes(kind));
  await db.$transaction(async (tx) => {
    const { count: removed } = await tx.unwantedMail.deleteMany({
      where: { customerId, kind: { notIn: unwanted } },
    });
    const { count: added } = await tx.unwantedMail.createMany({
      data: unwanted.map((kind) => ({ customerId, kind })),
      skipDuplicates: true,
    });
    if (removed + added === 0) return;
    const detail = { setting: 'mails' };
    await recordActivity(tx, {
      customerId,
      kind: 'setting-changed',
      outcome: 'yes',
      source,
      detail,
    });
  });
}
