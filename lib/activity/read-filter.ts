import { addressBits, printAddress, readAddress } from '../addresses/address.ts';
import { defaultZone, startOfDay } from '../words/time-zones.ts';
import type { ActivityFilter } from './filter.ts';
import { activityKinds, outcomes } from './kinds.ts';

const filterFields = ['q', 'kind', 'outcome', 'address', 'from', 'until'] as const;
export type FilterField = (typeof filterFields)[number];

/** What is wrong with a field, for words to be put to it. */
export type FilterFault = 'address' | 'date' | 'order';

export interface ReadFilter {
  filter: ActivityFilter;
  /** As it was typed, so that nothing is lost. Only what was. */
  typed: Partial<Record<FilterField, string>>;
  faults: Partial<Record<FilterField, FilterFault>>;
}

/**
 * Reads a filter of a history out of a URL. A kind that is none filters nothing, since it can only come from
 * an old link; what people type is told them where it is wrong.
 *
 * @param asked the URL's parameters; the last day is included.
 * @param timeZone in which days are days.
 */
export function readFilter(
  asked: Record<string, string | string[] | undefined>,
  timeZone = defaultZone,
): ReadFilter {
  const text = (field: FilterField) => {
    const value = asked[field];
    return typeof value === 'string' ? value.trim().slice(0, 100) : '';
  };
  const faults: ReadFilter['faults'] = {};
  const network = readNetwork(text('address'));
  if (network === null) faults.address = 'address';
  const [from, last] = [readDay(text('from')), readDay(text('until'))];
  if (from === null) faults.from = 'date';
  if (last === null) faults.until = 'date';
  if (from && last && last < from) faults.until = 'order';
  const start = (day: Date) => startOfDay(day.toISOString().slice(0, 10), timeZone);
  const filter = {
    kind: activityKinds.find((known) => known === text('kind')),
    outcome: outcomes.find((known) => known === text('outcome')),
    network: network ?? undefined,
    from: from ? start(from) : undefined,
    until: last ? start(new Date(last.getTime() + 86_400_000)) : undefined,
  };
  const typed = Object.fromEntries(
    filterFields.map((field) => [field, text(field)]).filter(([, value]) => value),
  );
  const { kind, outcome, ...rest } = typed;
  const known = { ...(filter.kind && { kind }), ...(filter.outcome && { outcome }) };
  return { filter, typed: { ...known, ...rest }, faults };
}

/** @returns undefined for nothing typed, null for what is none. */
function readNetwork(text: string): string | null | undefined {
  if (text === '') return undefined;
  const [, host = '', prefix] = /^([^/\s]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = readAddress(host);
  if (!address) return null;
  const bits = addressBits[address.family];
  const length = prefix === undefined ? bits : Number(prefix);
  return length <= bits ? `${printAddress(address)}/${length}` : null;
}

function readDay(text: string): Date | null | undefined {
  if (text === '') return undefined;
  const at = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime());
  return isDay && at.toISOString().startsWith(text) ? at : null;
}
