import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';

/** What staff can say of one account in an investigation. */
export const entryKinds = [
  'note',
  'suspicious',
  'confirmed',
  'cleared',
  'hold',
  'release',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Most characters of a note. */
export const noteMax = 2_000;

export interface NewEntry {
  investigationId: string;
  customerId: string;
  staffId: string;
  kind: EntryKind;
  note: string;
}

/** Adds what staff found out about one account. It can never be changed or taken back: the role may not. */
export async function addEntry(db: PrismaClient, entry: NewEntry): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.investigationEntry.create({ data: entry, select: { id: true } });
    const { investigationId: investigation, kind, staffId, customerId } = entry;
    const detail = { investigation, kind };
    await recordStaffAct(tx, { staffId, customerId, act: 'finding-recorded', detail });
  });
}
