import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { toCsvLines } from '../evidence/to-csv.ts';
import { findCountry } from '../places/find-country.ts';
import type { Cursor } from './cursor.ts';
import type { ActivityFilter } from './filter.ts';
import { type Activity, newestEntries } from './list-activity.ts';

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const batchMax = 1_000;

/**
 * An account's whole history as a file, newest first, piece by piece: however long it is, a thousand entries
 * at most are held. Entries that come meanwhile are newer than where it began, and not in it.
 */
export async function* exportActivity(
  db: PrismaClient,
  query: ActivityFilter & { customerId: string },
  format: ExportFormat,
): AsyncGenerator<string> {
  const { start, separator, end, write } = formats[format];
  let [between, before] = [start, undefined as Cursor | undefined];
  do {
    const entries = await db.$queryRaw<Activity[]>(newestEntries({ ...query, before }, batchMax));
    const last = entries.at(-1);
    if (last) yield between + entries.map(write).join(separator);
    if (last) between = separator;
    before = last && entries.length === batchMax ? { at: last.at, id: last.id } : undefined;
  } while (before);
  yield (between === start ? start : '') + end;
}

const columns = ['at', 'event', 'outcome', 'address', 'country', 'user_agent', 'detail'] as const;

const formats = {
  csv: {
    start: toCsvLines([[...columns]]),
    separator: '',
    end: '',
    write: (entry: Activity) => {
      const { detail, ...facts } = factsOf(entry);
      const more = Object.keys(detail).length > 0 ? JSON.stringify(detail) : '';
      return toCsvLines([[...Object.values(facts), more]]);
    },
  },
  json: {
    start: '[\n',
    separator: ',\n',
    end: '\n]\n',
    write: (entry: Activity) => JSON.stringify(factsOf(entry)),
  },
} as const;

function factsOf({ at, kind, outcome, address, userAgent, detail }: Activity) {
  const place = findCountry(address);
  const country = place.kind === 'country' ? place.code : '';
  return { at, event: kind, outcome, address, country, user_agent: userAgent, detail };
}
