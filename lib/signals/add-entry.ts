import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';

/** What staff can say of a signal; the last ends it. */
export const entryKinds = ['note', 'suspicious', 'confirmed', 'cleared', 'closed'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Most characters of a note. */
export const noteMax = 2_000;

export interface NewEntry {
  signalId: string;
  staffId: string;
  kind: EntryKind;
  note: string;
}

/**
 * Adds what staff found out about a signal, or closes it. What is written can never be changed: the role may not.
 *
 * @returns false where it was closed already: nothing is written then.
 */
export async function addEntry(db: PrismaClient, entry: NewEntry): Promise<boolean> {
  const { signalId: id, staffId, kind } = entry;
  return db.$transaction(async (tx) => {
    // Locked, so that of two who close it at once one does.
    const [signal] = await tx.$queryRaw<{ customerId: string | null }[]>`
      UPDATE signal SET state = ${kind === 'closed' ? 'closed' : 'open'}
      WHERE id = ${id}::uuid AND state = 'open' RETURNING customer_id AS "customerId"`;
    if (!signal) return false;
    await tx.signalEntry.create({ data: entry, select: { id: true } });
    await recordStaffAct(tx, {
      staffId,
      act: 'signal-recorded',
      ...(signal.customerId && { customerId: signal.customerId }),
      detail: { signal: id, kind },
    });
    return true;
  });
}
