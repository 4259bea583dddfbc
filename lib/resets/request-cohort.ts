import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { resetListMax } from '../auth/contract.ts';
import { keepCustomers } from '../customer-lists/keep-customers.ts';
import { listMembers } from '../customer-lists/list-members.ts';
import { isNarrowed } from './find-cohort.ts';
import { matchCustomers } from './match-customers.ts';
import type { PreviewedCohort } from './preview-cohort.ts';
import type { ResetWish } from './start-reset.ts';

/**
 * Makes what the auth service is asked of whom staff chose. Whom the manager's own facts match is written down now:
 * what changes until the reset takes effect takes nobody off the list, and puts nobody on it.
 *
 * @param as.code secret; goes into the request only.
 * @returns null where a rule matches nobody.
 */
export async function requestCohort(
  db: PrismaClient,
  cohort: PreviewedCohort,
  as: { staffId: string; code: string },
): Promise<Pick<ResetWish, 'scope' | 'list' | 'rule'> | null> {
  const { code } = as;
  if (cohort.kind === 'list') {
    return { scope: { kind: 'subjects', subjects: cohort.subjects, code } };
  }
  if (cohort.kind === 'kept') return named(cohort.list, cohort.except, code);
  const { rule, except, facts } = cohort;
  if (!facts) return { scope: { kind: 'rule', rule, except, code } };

  const list = await keepCustomers(db, {
    origin: 'rule',
    name: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    staffId: as.staffId,
    batches: matchCustomers(db, facts),
  });
  if (!list) return null;
  const shown = { rule: { ...rule, ...facts, except: except.length } };
  if (isNarrowed(rule)) {
    const batches = batchesOf(list);
    return {
      scope: { kind: 'rule', rule, except, batches, code },
      list: { ...list, except },
      ...shown,
    };
  }
  if (list.customers > resetListMax) return { ...named(list, except, code), ...shown };
  const members = await listMembers(db, list.id, { limit: resetListMax });
  const subjects = members.filter((id) => !except.includes(id));
  return subjects.length > 0 ? { scope: { kind: 'subjects', subjects, code }, ...shown } : null;
}

type List = { id: string; customers: number };

function named(list: List, except: string[], code: string): Pick<ResetWish, 'scope' | 'list'> {
  return { scope: { kind: 'list', batches: batchesOf(list), code }, list: { ...list, except } };
}

function batchesOf({ customers }: List): number {
  return Math.ceil(customers / resetListMax);
}
