import type { RequestOf } from '../auth/contract.ts';
import { listMembers } from '../customer-lists/list-members.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Door } from './door.ts';

/** Most customers named as examples. */
const examplesMax = 10;

export interface CohortPreview {
  concerned: number;
  examples: { id: string; name: string; email: string }[];
}

/**
 * Whom a reset would concern now: how many, and a few by name. Changes nothing.
 *
 * @returns null when the auth service does not say.
 */
export async function previewCohort(
  { db, ask, requestId }: Door,
  scope:
    | RequestOf<'preview-reset'>['scope']
    | { kind: 'list'; subjects: string[] }
    | { kind: 'kept'; list: { id: string; customers: number }; except: string[] },
  staff: string,
): Promise<CohortPreview | null> {
  await recordStaffAct(db, {
    staffId: staff,
    act: 'reset-previewed',
    detail: { cohort: scope.kind, ...(scope.kind === 'rule' && { rule: scope.rule }) },
  });
  if (scope.kind === 'list') {
    const { subjects } = scope;
    return { concerned: subjects.length, examples: await nameThem(db, subjects) };
  }
  if (scope.kind === 'kept') return previewKept(db, scope);
  const verdict = await ask('preview-reset', { scope, staff }, requestId);
  if (verdict.verdict !== 'yes') return null;
  const { concerned, examples } = verdict;
  return { concerned, examples: await nameThem(db, examples) };
}

async function previewKept(
  db: Door['db'],
  {
    list: { id, customers },
    except,
  }: { list: { id: string; customers: number }; except: string[] },
): Promise<CohortPreview> {
  const left = await db.customerListMember.count({
    where: { listId: id, customerId: { in: except } },
  });
  const some = await listMembers(db, id, { limit: examplesMax + except.length });
  const examples = await nameThem(
    db,
    some.filter((member) => !except.includes(member)),
  );
  return { concerned: customers - left, examples };
}

async function nameThem(db: Door['db'], ids: string[]): Promise<CohortPreview['examples']> {
  return db.customer.findMany({
    where: { id: { in: ids.slice(0, examplesMax) } },
    select: { id: true, name: true, email: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}
