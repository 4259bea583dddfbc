import { Prisma } from '../../prisma/manager/client/client.ts';
import { type Address, printAddress } from '../addresses/address.ts';
import type { Indicators } from './parse-indicators.ts';

/** What is asked: which indicators, and when. */
export interface Question {
  indicators: Indicators;
  /** Attempts at or after this. */
  from: Date | null;
  /** Attempts before this. */
  until: Date | null;
}

/** Most attempts that one answer is made of. */
export const attemptsMax = 300_000;

/**
 * Common table expressions that end in `attempt`: each sign-in, and each code at sign-in, typed or mailed, that matches.
 * `exact` where its address does, and not its user agent alone. One more than {@link attemptsMax} at most.
 *
 * @param userAgents those of the question that are rare enough to tell anything.
 * @param only the account whose attempts are wanted; everybody's when not given.
 */
export function matchAttempts(
  { indicators, from, until }: Question,
  userAgents: string[],
  only?: string,
) {
  const texts = (pick: (range: Indicators['ranges'][number]) => Address) =>
    indicators.ranges.map((range) => printAddress(pick(range)));
  const within = Prisma.sql`kind IN ('sign-in', 'second-factor', 'mailed-code-sent')
    ${from ? Prisma.sql`AND at >= ${from}` : Prisma.empty}
    ${until ? Prisma.sql`AND at < ${until}` : Prisma.empty}
    ${only ? Prisma.sql`AND customer_id = ${only}::uuid` : Prisma.empty}`;
  return Prisma.sql`
    asked (first, last) AS (
      SELECT * FROM unnest(${texts(({ first }) => first)}::inet[], ${texts(({ last }) => last)}::inet[])
    ), by_address AS MATERIALIZED (
      SELECT id, customer_id, at, ip, outcome, kind
      FROM asked JOIN activity ON ip BETWEEN first AND last
      WHERE ${within} LIMIT ${attemptsMax + 1}
    ), attempt AS MATERIALIZED (
      SELECT *, true AS exact FROM by_address
      UNION ALL
      SELECT id, customer_id, at, ip, outcome, kind, false FROM activity
      WHERE user_agent = ANY (${userAgents}) AND ${within}
        AND NOT EXISTS (SELECT FROM by_address WHERE by_address.id = activity.id)
    )`;
}
