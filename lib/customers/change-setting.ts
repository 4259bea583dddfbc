import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { settings } from '../activity/kinds.ts';
import { type ActivityEntry, recordActivity } from '../activity/record-activity.ts';

/** Sets what a customer chose, and says so in their history where it was another before: together or not at all. */
export async function changeSetting(
  db: PrismaClient,
  of: { customerId: string; setting: (typeof settings)[number]; source: ActivityEntry['source'] },
  to: { language?: string; timeZone?: string },
): Promise<void> {
  const { customerId, setting, source } = of;
  await db.$transaction(async (tx) => {
    const where = { id: customerId };
    const before = await tx.customer.findUniqueOrThrow({
      where,
      select: { language: true, timeZone: true },
    });
    const after = { ...before, ...to };
    if (after.language === before.language && after.timeZone === before.timeZone) return;
    await tx.customer.update({ where, data: to, select: { id: true } });
    const entry = { customerId, kind: 'setting-changed', outcome: 'yes', source } as const;
    await recordActivity(tx, { ...entry, detail: { setting } });
  });
}
