import { Prisma } from '../../prisma/manager/client/client.ts';
import type { ActivityKind, Outcome } from './kinds.ts';
import { type ActivitySearch, searchSql } from './search.ts';

/** Which entries of a history are meant; all, where nothing is said. */
export interface ActivityFilter {
  kind?: ActivityKind | undefined;
  outcome?: Outcome | undefined;
  /** An address or a network, as PostgreSQL reads one. */
  network?: string | undefined;
  from?: Date | undefined;
  /** Entries from here on are not meant. */
  until?: Date | undefined;
  search?: ActivitySearch | undefined;
}

/** The filter as further terms of a condition on `activity`. */
export function filterSql({
  kind,
  outcome,
  network,
  from,
  until,
  search,
}: ActivityFilter): Prisma.Sql {
  return Prisma.sql`
    ${kind ? Prisma.sql`AND kind = ${kind}` : Prisma.empty}
    ${outcome ? Prisma.sql`AND outcome = ${outcome}` : Prisma.empty}
    ${network ? Prisma.sql`AND ip <<= ${network}::inet` : Prisma.empty}
    ${from ? Prisma.sql`AND at >= ${from}::timestamptz` : Prisma.empty}
    ${until ? Prisma.sql`AND at < ${until}::timestamptz` : Prisma.empty}
    ${search ? searchSql(search) : Prisma.empty}`;
}
