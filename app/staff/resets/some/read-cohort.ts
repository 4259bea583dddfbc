import { createHash } from 'node:crypto';
import { text } from '../../../../components/form-state.ts';
import { type ResetRule, resetListMax } from '../../../../lib/auth/contract.ts';
import { getList } from '../../../../lib/customer-lists/get-list.ts';
import { listMembers } from '../../../../lib/customer-lists/list-members.ts';
import { type ResolvedEmails, resolveEmails } from '../../../../lib/resets/resolve-emails.ts';

/** Fields that say whom a reset concerns. */
export const cohortFields = [
  'kind',
  'legacy',
  'noSecondFactor',
  'weak',
  'setBefore',
  'list',
  'kept',
  'except',
] as const;
export type CohortField = (typeof cohortFields)[number];

export type Cohort = { unknown: string[]; fingerprint: string } & (
  | { kind: 'rule'; rule: ResetRule; except: string[] }
  | { kind: 'list'; subjects: string[] }
  | { kind: 'kept'; list: { id: string; customers: number }; except: string[] }
);

/** What is wrong with a field, for words to be put to it. */
export type CohortFault =
  | { field: 'list' | 'except'; fault: 'badLines'; lines: ResolvedEmails['bad'] }
  | { field: 'except'; fault: 'unknown'; emails: string[] }
  | { field: 'list'; fault: 'empty' | 'long' }
  | { field: 'kind'; fault: 'everyone' }
  | { field: 'kept'; fault: 'gone' }
  | { field: 'setBefore'; fault: 'date' };

/**
 * Reads whom a form means. An exception that is nobody's address is a fault: whoever was meant would not be
 * left out.
 */
export async function readCohort(
  db: Parameters<typeof resolveEmails>[0],
  form: FormData,
): Promise<Cohort | CohortFault[]> {
  const faults: CohortFault[] = [];
  const except = await resolveEmails(db, text(form, 'except'));
  if (except.bad.length > 0) {
    faults.push({ field: 'except', fault: 'badLines', lines: except.bad });
  } else if (except.unknown.length > 0) {
    faults.push({ field: 'except', fault: 'unknown', emails: except.unknown });
  }
  const cohort = await readers[kindOf(form)](db, form, except.ids, faults);
  if (faults.length > 0) return faults;
  const fingerprint = createHash('sha256').update(JSON.stringify(cohort)).digest('hex');
  return { ...cohort, fingerprint };
}

function kindOf(form: FormData): keyof typeof readers {
  const kind = text(form, 'kind');
  return kind === 'list' || kind === 'kept' ? kind : 'rule';
}

async function readKept(
  db: Parameters<typeof resolveEmails>[0],
  form: FormData,
  except: string[],
  faults: CohortFault[],
) {
  const list = await getList(db, text(form, 'kept'));
  if (!list?.customers) faults.push({ field: 'kept', fault: 'gone' });
  const { id, customers } = list ?? { id: '', customers: 0 };
  if (customers > resetListMax) {
    return {
      kind: 'kept' as const,
      list: { id, customers },
      except: except.toSorted(),
      unknown: [],
    };
  }
  const members = customers > 0 ? await listMembers(db, id, { limit: resetListMax }) : [];
  const subjects = members.filter((member) => !except.includes(member));
  return { kind: 'list' as const, subjects, unknown: [] };
}

async function readList(
  db: Parameters<typeof resolveEmails>[0],
  form: FormData,
  except: string[],
  faults: CohortFault[],
) {
  const { ids, bad, unknown } = await resolveEmails(db, text(form, 'list'));
  const subjects = ids.filter((id) => !except.includes(id)).sort();
  if (bad.length > 0) faults.push({ field: 'list', fault: 'badLines', lines: bad });
  else if (subjects.length === 0) faults.push({ field: 'list', fault: 'empty' });
  if (subjects.length > resetListMax) faults.push({ field: 'list', fault: 'long' });
  return { kind: 'list' as const, subjects, unknown };
}

async function readRule(
  _: Parameters<typeof resolveEmails>[0],
  form: FormData,
  except: string[],
  faults: CohortFault[],
) {
  const day = text(form, 'setBefore');
  const at = new Date(`${day}T00:00:00Z`);
  if (day && !(/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(at.getTime()))) {
    faults.push({ field: 'setBefore', fault: 'date' });
    return { kind: 'rule' as const, rule: none, except, unknown: [] };
  }
  const rule: ResetRule = {
    legacy: form.get('legacy') === 'yes',
    noSecondFactor: form.get('noSecondFactor') === 'yes',
    weak: form.get('weak') === 'yes',
    ...(day && { setBefore: at.toISOString() }),
  };
  const anything = rule.legacy || rule.noSecondFactor || rule.weak || day || except.length > 0;
  if (!anything) faults.push({ field: 'kind', fault: 'everyone' });
  return { kind: 'rule' as const, rule, except: except.toSorted(), unknown: [] };
}

const readers = { list: readList, kept: readKept, rule: readRule };

const none: ResetRule = { legacy: false, noSecondFactor: false, weak: false };
