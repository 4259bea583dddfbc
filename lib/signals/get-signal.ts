import { z } from 'zod';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { EntryKind } from './add-entry.ts';
import type { SignalState } from './list-signals.ts';
import type { SignalPattern } from './patterns.ts';

const idShape = z.uuid();

/** A signal with the sign-ins that are kept with it and what staff wrote, oldest first; null where there is none. */
export async function getSignal(db: PrismaClient, id: string) {
  if (!idShape.safeParse(id).success) return null;
  const found = await db.signal.findUnique({
    where: { id },
    include: {
      customer: { select: { id: true, name: true, email: true } },
      entries: { orderBy: { id: 'asc' }, include: { staff: { select: { name: true } } } },
      seen: {
        orderBy: { activityId: 'asc' },
        include: { activity: { include: { customer: { select: { id: true, name: true } } } } },
      },
    },
  });
  if (!found) return null;
  return {
    ...found,
    pattern: found.pattern as SignalPattern,
    state: found.state as SignalState,
    entries: found.entries.map((entry) => ({ ...entry, kind: entry.kind as EntryKind })),
    signIns: found.seen.map(({ activity }) => activity),
  };
}

export type Signal = NonNullable<Awaited<ReturnType<typeof getSignal>>>;
