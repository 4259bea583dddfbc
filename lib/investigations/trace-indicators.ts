import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { findRareUserAgents } from './find-rare-user-agents.ts';
import { attemptsMax, matchAttempts, type Question } from './match-attempts.ts';
import { type Verdict, verdicts } from './verdicts.ts';
import { withIndexPlans } from './with-index-plans.ts';

/** What became of the attempts on one account. Counts are of what matches. */
export interface TracedAccount {
  customerId: string;
  email: string;
  name: string;
  verdict: Verdict;
  attempts: number;
  /** Attempts that got in. */
  entries: number;
  firstAt: Date;
  lastAt: Date;
  /** The entry that the verdict rests on; the first there was where none does; null for who never got in. */
  entryAt: Date | null;
  /** How that entry proved itself; null where an older system recorded it. */
  method: string | null;
  /** Since when the account has been tried or used from the network of that entry. */
  seenSince: Date | null;
  /** Whether anybody had signed in to the account before that entry, as far as is known. */
  signedInBefore: boolean;
  /** Up to five of its addresses, with how many other accounts were tried from each. */
  addresses: { address: string; others: number }[];
  addressCount: number;
}

export interface TracedAddress {
  address: string;
  attempts: number;
  accounts: number;
  entered: number;
  firstAt: Date;
  lastAt: Date;
}

export interface Trace {
  /** By verdict, gravest first, and then by time; of each verdict as many as were asked for. */
  accounts: TracedAccount[];
  /** How many there are of each verdict. */
  counts: Record<Verdict, number>;
  /** Those from which most accounts were entered, and then tried, first. */
  addresses: TracedAddress[];
  /** So common that they tell nothing: not traced. */
  commonUserAgents: string[];
  /** More match than an answer is made of: it is not whole. */
  isCut: boolean;
}

export const addressesMax = 200;

/**
 * Every account that was touched from these addresses or by these user agents, and what became of it.
 *
 * @param accountsMax most accounts of each verdict.
 * @param only the one account that is asked after; its addresses are told for it alone.
 */
export async function traceIndicators(
  db: PrismaClient,
  question: Question,
  accountsMax: number,
  only?: string,
): Promise<Trace> {
  return withIndexPlans(db, async (tx) => {
    const { rare, common } = await findRareUserAgents(tx, question.indicators.userAgents);
    const rows = await tx.$queryRaw<TracedRow[]>`
      WITH ${matchAttempts(question, rare, only)}, ${judgement(question)}, ${places(accountsMax)}
      SELECT customer_id AS "customerId", email, name, verdict, attempts, entries,
        first_at AS "firstAt", last_at AS "lastAt", entry_at AS "entryAt",
        (SELECT detail->>'method' FROM activity WHERE activity.customer_id = shown.customer_id
          AND ${isEntry} AND at = entry_at ORDER BY id LIMIT 1) AS method,
        seen_since AS "seenSince",
        EXISTS (SELECT FROM activity WHERE activity.customer_id = shown.customer_id
          AND ${isEntry} AND at < entry_at) AS "signedInBefore",
        coalesce(spots, '[]') AS addresses, coalesce(count, 0) AS "addressCount", alike,
        (SELECT count(*)::int FROM attempt) AS matched, 
        CASE place WHEN 1 THEN ${allAddresses} END AS "allAddresses"
      FROM shown JOIN customer ON customer.id = customer_id LEFT JOIN address USING (customer_id)
      ORDER BY rank, place`;
    const counts = Object.fromEntries(
      verdicts.map((verdict) => [verdict, rows.find((row) => row.verdict === verdict)?.alike ?? 0]),
    ) as Record<Verdict, number>;
    const addresses = (rows[0]?.allAddresses ?? []).map(({ firstAt, lastAt, ...address }) => ({
      ...address,
      firstAt: new Date(firstAt),
      lastAt: new Date(lastAt),
    }));
    const isCut = (rows[0]?.matched ?? 0) > attemptsMax;
    const accounts = rows.map(
      ({ alike: _, matched: __, allAddresses: ___, ...account }) => account,
    );
    return { accounts, counts, addresses, commonUserAgents: common, isCut };
  });
}

interface TracedRow extends TracedAccount {
  /** How many accounts have the same verdict. */
  alike: number;
  matched: number;
  /** In the first row, so that what was matched is gone through once. */
  allAddresses: (Omit<TracedAddress, 'firstAt' | 'lastAt'> &
    Record<'firstAt' | 'lastAt', string>)[];
}

const isEntry = Prisma.sql`kind = 'sign-in' AND outcome = 'yes'`;

/** From `attempt` to `ranked`: one row an account, with its verdict and its place among those alike. */
function judgement({ from }: Question) {
  return Prisma.sql`
    entered AS (
      SELECT customer_id, network_of(ip) AS net, min(at) AS entry_at FROM attempt
      WHERE exact AND ${isEntry} GROUP BY 1, 2
    ), entry AS (
      SELECT entered.customer_id, entry_at, ever.at AS seen_since,
        CASE WHEN ${from ? Prisma.sql`ever.at >= ${from}` : Prisma.sql`true`} AND ever.kind = 'sign-in' AND ever.outcome = 'yes' THEN 1
          WHEN before.yes THEN 5 ELSE 2 END AS rank
      FROM entered
      JOIN LATERAL first_from_network(entered.customer_id, net) ever ON true
      JOIN LATERAL (
        SELECT ${
          from
            ? Prisma.sql`EXISTS (
          SELECT FROM activity
          WHERE ip BETWEEN host(net)::inet AND host(broadcast(net))::inet
            AND customer_id = entered.customer_id AND ${isEntry} AND at < ${from})`
            : Prisma.sql`false`
        } AS yes
      ) before ON true
    ), gravest AS (
      SELECT DISTINCT ON (customer_id) * FROM entry ORDER BY customer_id, rank, entry_at
    ), account AS (
      SELECT customer_id, count(*)::int AS attempts, (count(*) FILTER (WHERE ${isEntry}))::int AS entries,
        bool_or(kind = 'second-factor' AND outcome = 'no' OR kind = 'mailed-code-sent') AS stopped,
        min(at) AS first_at, max(at) AS last_at, min(at) FILTER (WHERE ${isEntry}) AS first_entry
      FROM attempt GROUP BY 1
    ), judged AS (
      SELECT account.*, coalesce(gravest.entry_at, first_entry) AS entry_at, seen_since,
        coalesce(gravest.rank, CASE WHEN first_entry IS NOT NULL THEN 4 WHEN stopped THEN 3 ELSE 6 END) AS rank
      FROM account LEFT JOIN gravest USING (customer_id)
    ), ranked AS (
      SELECT judged.*, (${[...verdicts]}::text[])[rank] AS verdict,
        row_number() OVER (PARTITION BY rank ORDER BY coalesce(entry_at, first_at), customer_id) AS place,
        (count(*) OVER (PARTITION BY rank))::int AS alike
      FROM judged
    )`;
}

/** From `ranked` to `shown`, those that are asked for, and `address`, from where each was tried. */
function places(accountsMax: number) {
  return Prisma.sql`
    shown AS MATERIALIZED (
      SELECT * FROM ranked WHERE place <= ${accountsMax}
    ), pair AS MATERIALIZED (
      SELECT DISTINCT customer_id, ip FROM attempt WHERE ip IS NOT NULL
    ), tried AS (
      SELECT ip, count(*) AS accounts FROM pair GROUP BY ip
    ), spot AS (
      SELECT customer_id, ip, accounts,
        row_number() OVER (PARTITION BY customer_id ORDER BY accounts DESC, ip) AS nth
      FROM pair JOIN tried USING (ip) WHERE customer_id IN (SELECT customer_id FROM shown)
    ), address AS (
      SELECT customer_id, count(*)::int AS count,
        jsonb_agg(jsonb_build_object('address', host(ip), 'others', accounts - 1) ORDER BY nth)
          FILTER (WHERE nth <= 5) AS spots
      FROM spot GROUP BY customer_id
    )`;
}

const allAddresses = Prisma.sql`(
  SELECT jsonb_agg(one ORDER BY entered DESC, accounts DESC, ip) FROM (
    SELECT ip, coalesce(host(ip), '') AS address, count(*) AS attempts,
      count(DISTINCT customer_id) AS accounts,
      count(DISTINCT customer_id) FILTER (WHERE ${isEntry}) AS entered,
      min(at) AS "firstAt", max(at) AS "lastAt"
    FROM attempt GROUP BY ip ORDER BY entered DESC, accounts DESC, ip LIMIT ${addressesMax}
  ) AS one)`;
