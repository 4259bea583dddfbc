import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { EntryKind } from './add-entry.ts';

/** What stands of one account: the newest mark, and whether its rows are held. */
export interface Standing {
  mark: 'suspicious' | 'confirmed' | 'cleared' | null;
  isHeld: boolean;
}

export interface Entry {
  id: bigint;
  at: Date;
  kind: EntryKind;
  note: string;
  customerId: string;
  staff: { name: string };
}

/** Everything that staff found out about these accounts, or about all, oldest first. */
export async function listEntries(
  db: PrismaClient,
  investigationId: string,
  customerId?: string,
): Promise<Entry[]> {
  const rows = await db.investigationEntry.findMany({
    where: { investigationId, ...(customerId && { customerId }) },
    orderBy: { id: 'asc' },
    include: { staff: { select: { name: true } } },
  });
  return rows as Entry[];
}

/** What stands of each account that has an entry, by its id. */
export function standings(entries: Entry[]): Map<string, Standing> {
  const standing = new Map<string, Standing>();
  for (const { customerId, kind } of entries) {
    const before = standing.get(customerId) ?? { mark: null, isHeld: false };
    standing.set(customerId, after(before, kind));
  }
  return standing;
}

function after(before: Standing, kind: EntryKind): Standing {
  switch (kind) {
    case 'hold':
    case 'release':
      return { ...before, isHeld: kind === 'hold' };
    case 'note':
      return before;
    default:
      return { ...before, mark: kind };
  }
}
