import { createHash } from 'node:crypto';
import { text } from '../../../../components/form-state.ts';
import { type ResetRule, resetListMax } from '../../../../lib/auth/contract.ts';
import { getList } from '../../../../lib/customer-lists/get-list.ts';
import { listMembers } from '../../../../lib/customer-lists/list-members.ts';
import { isNarrowed } from '../../../../lib/resets/find-cohort.ts';
import { type CustomerRule, customerRule } from '../../../../lib/resets/match-customers.ts';
import type { PreviewedCohort } from '../../../../lib/resets/preview-cohort.ts';
import { type ResolvedEmails, resolveEmails } from '../../../../lib/resets/resolve-emails.ts';

/** Fields that say whom a reset concerns. */
export const cohortFields = [
  'kind',
  'legacy',
  'noSecondFactor',
  'weak',
  'setBefore',
  'lastSignIn',
  'signInDay',
  'countries',
  'company',
  'list',
  'kept',
  'except',
] as const;
export type CohortField = (typeof cohortFields)[number];

export type Cohort = PreviewedCohort & { unknown: string[]; fingerprint: string };

/** What is wrong with a field, for words to be put to it. */
export type CohortFault =
  | { field: 'list' | 'except'; fault: 'badLines'; lines: ResolvedEmails['bad'] }
  | { field: 'except'; fault: 'unknown'; emails: string[] }
  | { field: 'list'; fault: 'empty' | 'long' }
  | { field: 'kind'; fault: 'everyone' }
  | { field: 'kept'; fault: 'gone' }
  | { field: 'setBefore' | 'signInDay'; fault: 'date' }
  | { field: 'countries'; fault: 'country'; codes: string[] };

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
  const day = readDay(form, 'setBefore', faults);
  const rule: ResetRule = {
    legacy: form.get('legacy') === 'yes',
    noSecondFactor: form.get('noSecondFactor') === 'yes',
    weak: form.get('weak') === 'yes',
    ...(day && { setBefore: `${day}T00:00:00.000Z` }),
  };
  const facts = readFacts(form, faults);
  if (!isNarrowed(rule) && !facts && except.length === 0 && faults.length === 0) {
    faults.push({ field: 'kind', fault: 'everyone' });
  }
  return { kind: 'rule' as const, rule, facts, except: except.toSorted(), unknown: [] };
}

/** What the manager matches by itself; undefined where nothing is said of it. */
function readFacts(form: FormData, faults: CohortFault[]): CustomerRule | undefined {
  const lastSignIn = customerRule.shape.lastSignIn.safeParse(text(form, 'lastSignIn')).data;
  const needsDay = lastSignIn === 'before' || lastSignIn === 'since';
  const signInDay = needsDay ? readDay(form, 'signInDay', faults) : null;
  if (needsDay && text(form, 'signInDay') === '')
    faults.push({ field: 'signInDay', fault: 'date' });
  const countries = text(form, 'countries')
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
  const wrong = countries.filter((code) => !isCountry(code));
  if (wrong.length > 0) faults.push({ field: 'countries', fault: 'country', codes: wrong });
  const company = text(form, 'company').replaceAll('\0', '').toWellFormed().trim();
  const facts: CustomerRule = {
    ...(lastSignIn && { lastSignIn }),
    ...(signInDay && { signInDay }),
    ...(countries.length > 0 && { countries: [...new Set(countries)].sort() }),
    ...(company && { company }),
  };
  return Object.keys(facts).length > 0 ? facts : undefined;
}

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && countryNames.of(code) !== undefined;
}

/** @returns null where none is given, and where it is none, which is a fault. */
function readDay(
  form: FormData,
  field: 'setBefore' | 'signInDay',
  faults: CohortFault[],
): string | null {
  const day = text(form, field);
  if (!day) return null;
  if (customerRule.shape.signInDay.safeParse(day).success) return day;
  faults.push({ field, fault: 'date' });
  return null;
}

const readers = { list: readList, kept: readKept, rule: readRule };
