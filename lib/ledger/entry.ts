/** An entry of a history with its place in the chain, as it stands in a file; each field is covered by `hash`. */
export interface LedgerEntry {
  /** Counted from 1; null while it is in no chain yet. */
  seq: number | null;
  hash: string | null;
  id: string;
  at: string;
  event: string;
  outcome: string;
  address: string;
  user_agent: string;
  /** As the database writes it, letter by letter: what is parsed and printed again might differ. */
  detail: string;
  /** Of a sign-in that an older system recorded. Hex digits. */
  import_key: string | null;
}

/**
 * An entry as the text that is hashed. Each field is preceded by its length in bytes, and an absent one is `-`: no two
 * entries have the same text. The database's `activity_text` says the same.
 */
export function entryText(customer: string, entry: LedgerEntry): string {
  const { id, at, event, outcome, address, user_agent, detail, import_key } = entry;
  const time = String(Date.parse(at));
  return [id, customer, time, event, outcome, address, user_agent, detail, import_key]
    .map((field) => (field === null ? '-' : `${byteLength(field)}:${field}`))
    .join(',');
}

const encoder = new TextEncoder();
const byteLength = (text: string) => encoder.encode(text).length;

/** What is hashed to stand before a customer's first entry. */
export function startText(customer: string): string {
  return ['bulkhead-activity', 1, customer].join(',');
}

/** An entry as a line of a file, without what parts it from the next. There is one way to write it. */
export function printEntry(entry: LedgerEntry): string {
  const { seq, hash, id, at, event, outcome, address, user_agent, detail, import_key } = entry;
  return JSON.stringify({
    ...{ seq, hash, id, at, event, outcome, address, user_agent, detail, import_key },
  });
}

/** Reads what {@link printEntry} wrote, letter by letter; null for anything else, or anything more. */
export function parseEntry(line: string): LedgerEntry | null {
  const value = parse(line);
  if (typeof value !== 'object' || value === null) return null;
  const entry = value as LedgerEntry;
  const texts = [
    entry.id,
    entry.event,
    entry.outcome,
    entry.address,
    entry.user_agent,
    entry.detail,
  ];
  const isWhole =
    texts.every((text) => typeof text === 'string') &&
    /^\d{1,19}$/.test(entry.id) &&
    isMoment(entry.at) &&
    (entry.import_key === null || /^([0-9a-f]{2})*$/.test(entry.import_key)) &&
    (entry.seq === null
      ? entry.hash === null
      : Number.isSafeInteger(entry.seq) && entry.seq > 0 && isHash(entry.hash));
  return isWhole && printEntry(entry) === line ? entry : null;
}

export const isHash = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

function isMoment(value: unknown): boolean {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
