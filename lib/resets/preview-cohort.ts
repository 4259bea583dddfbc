import type { ResetRule } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Door } from './door.ts';
import { findCohort } from './find-cohort.ts';
import type { CustomerRule } from './match-customers.ts';
import type { ResetEnds } from './start-reset.ts';

/** Most customers named as examples, and of those who lose something in particular. */
const [examplesMax, endingMax] = [10, 3];

/** Whom a reset is to concern, as staff chose. */
export type PreviewedCohort =
  | { kind: 'rule'; rule: ResetRule; except: string[]; facts?: CustomerRule | undefined }
  | { kind: 'list'; subjects: string[] }
  | { kind: 'kept'; list: { id: string; customers: number }; except: string[] };

interface Counted {
  count: number;
  examples: { id: string; name: string; email: string }[];
}

export interface CohortPreview {
  concerned: number;
  examples: Counted['examples'];
  /** How many customers lose what, should it end, and a few of them. */
  ends: Record<keyof ResetEnds, Counted>;
}

/**
 * Whom a reset would concern now and what they would lose: how many, and a few by name. Changes nothing.
 *
 * @returns null when the auth service does not say.
 */
export async function previewCohort(
  door: Door,
  cohort: PreviewedCohort,
  staff: string,
): Promise<CohortPreview | null> {
  const { db } = door;
  await recordStaffAct(db, {
    staffId: staff,
    act: 'reset-previewed',
    detail: {
      cohort: cohort.kind,
      ...(cohort.kind === 'rule' && { rule: { ...cohort.rule, ...cohort.facts } }),
    },
  });
  const found = await findCohort(door, cohort, staff);
  if (!found) return null;
  const named = async ({ count, some }: { count: number; some: string[] }, most: number) => ({
    count,
    examples: await nameThem(db, some.slice(0, most)),
  });
  const { count: concerned, examples } = await named(found.concerned, examplesMax);
  const [sessions, devices, links] = [
    await named(found.sessions, endingMax),
    await named(found.devices, endingMax),
    await named(found.links, endingMax),
  ];
  return { concerned, examples, ends: { sessions, devices, links } };
}

async function nameThem(db: Door['db'], ids: string[]): Promise<Counted['examples']> {
  return db.customer.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, email: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}
