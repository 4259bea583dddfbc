import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { toCsvLines } from '../evidence/to-csv.ts';
import { findCountry } from '../places/find-country.ts';
import { findNetwork } from '../places/find-network.ts';
import type { Cursor } from './cursor.ts';
import type { ActivityFilter } from './filter.ts';
import { type Activity, newestEntries } from './list-activity.ts';

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const batchMax = 1_000;

/**
 * An account's whole history as a file, newest first, piece by piece: however long it is, a thousand entries
 * at most are held. Entries that come meanwhile are newer than where it began, and not in it.
 *
 * @param say what an entry says in its reader's words.
 */
export async function* exportActivity(
  db: PrismaClient,
  query: ActivityFilter & { customerId: string },
  format: ExportFormat,
  say: (entry: Activity) => string,
): AsyncGenerator<string> {
  const { start, separator, end, write } = formats[format];
  let [between, before] = [start, undefined as Cursor | undefined];
  do {
    const entries = await db.$queryRaw<Activity[]>(newestEntries({ ...query, before }, batchMax));
    const last = entries.at(-1);
    if (last) yield between + entries.map((entry) => write(factsOf(entry, say))).join(separator);
    if (last) between = separator;
    before = last && entries.length === batchMax ? { at: last.at, id: last.id } : undefined;
  } while (before);
  yield (between === start ? start : '') + end;
}

const columns = [
  'at',
  'event',
  'what',
  'outcome',
  'address',
  'country',
  'network',
  'asn',
  'user_agent',
  'detail',
] as const;

const formats = {
  csv: {
    start: toCsvLines([[...columns]]),
    separator: '',
    end: '',
    write: ({ detail, ...facts }: Facts) => {
      const more = Object.keys(detail).length > 0 ? JSON.stringify(detail) : '';
      return toCsvLines([[...Object.values(facts), more]]);
    },
  },
  json: {
    start: '[\n',
    separator: ',\n',
    end: '\n]\n',
    write: (facts: Facts) => JSON.stringify(facts),
  },
} as const;

type Facts = ReturnType<typeof factsOf>;

// The values stand in the columns' order.
function factsOf(entry: Activity, say: (entry: Activity) => string) {
  const { at, kind, outcome, address, userAgent, detail } = entry;
  const place = findCountry(address);
  const country = place.kind === 'country' ? place.code : '';
  const network = findNetwork(address);
  return {
    at,
    event: kind,
    what: say(entry),
    outcome,
    address,
    country,
    network: network?.name ?? '',
    asn: network?.number ?? null,
    user_agent: userAgent,
    detail,
  };
}
