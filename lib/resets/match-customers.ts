import { z } from 'zod';
import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { resetListMax } from '../auth/contract.ts';
import { findCountry } from '../places/find-country.ts';

/** What of a rule the manager knows, and the auth service does not. All that is said holds. */
export const customerRule = z.object({
  /** By the last sign-in that is known here. Before, and since, are about those who have one. */
  lastSignIn: z.enum(['before', 'since', 'never']).optional(),
  /** The day of `before` and `since`, from midnight UTC. */
  signInDay: z.iso.date().optional(),
  /** Of the last sign-in's address, in capitals. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
  /** Written alike but for case. */
  company: z.string().min(1).optional(),
});
export type CustomerRule = z.infer<typeof customerRule>;

const parts = 64;

/** The customers whom such a rule matches now, a batch of {@link resetListMax} at most at a time. */
export async function* matchCustomers(
  db: PrismaClient,
  rule: CustomerRule,
): AsyncGenerator<string[]> {
  for (let part = 0; part < parts; part++) {
    const rows = await matchPart(db, rule, part);
    const ids = rows.filter((row) => isMatch(rule, row)).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += resetListMax) {
      yield ids.slice(from, from + resetListMax);
    }
  }
}

interface Row {
  id: string;
  company: string;
  address: string | null;
}

// One statement over a million customers would be cut off by its time limit.
function matchPart(db: PrismaClient, rule: CustomerRule, part: number): Promise<Row[]> {
  const [from, to] = [partStart(part), part + 1 < parts ? partStart(part + 1) : null];
  return db.$queryRaw<Row[]>`
    SELECT c.id, c.company, last.address FROM customer c
    LEFT JOIN LATERAL (
      SELECT a.at, a.address FROM activity a
      WHERE a.customer_id = c.id AND a.kind = 'sign-in' AND a.outcome = 'yes'
      ORDER BY a.at DESC, a.id DESC LIMIT 1
    ) last ON ${Boolean(rule.lastSignIn || rule.countries)}
    WHERE c.id >= ${from}::uuid ${to ? Prisma.sql`AND c.id < ${to}::uuid` : Prisma.empty}
      AND ${bySignIn(rule)}
    ORDER BY c.id`;
}

function partStart(part: number): string {
  const first = ((part * 256) / parts).toString(16).padStart(2, '0');
  return `${first}000000-0000-0000-0000-000000000000`;
}

function bySignIn({ lastSignIn, signInDay }: CustomerRule): Prisma.Sql {
  if (lastSignIn === 'never') return Prisma.sql`last.at IS NULL`;
  if (!lastSignIn || !signInDay) return Prisma.sql`true`;
  const midnight = new Date(`${signInDay}T00:00:00Z`);
  return lastSignIn === 'before'
    ? Prisma.sql`last.at < ${midnight}::timestamptz`
    : Prisma.sql`last.at >= ${midnight}::timestamptz`;
}

// Not by the database: which letters it knows as one in capitals depends on its locale.
function isMatch({ company, countries }: CustomerRule, row: Row): boolean {
  if (company && fold(company) !== fold(row.company)) return false;
  if (!countries) return true;
  const place = row.address === null ? null : findCountry(row.address);
  return place?.kind === 'country' && countries.includes(place.code);
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
