import type { Prisma } from '../../prisma/manager/client/client.ts';

/** A user agent that more sign-ins than this have is somebody's browser, and everybody's. */
const commonFrom = 20_000;

/** Which user agents are rare enough to tell anything. */
export async function findRareUserAgents(
  tx: Prisma.TransactionClient,
  userAgents: string[],
): Promise<{ rare: string[]; common: string[] }> {
  if (userAgents.length === 0) return { rare: [], common: [] };
  const rows = await tx.$queryRaw<{ userAgent: string; common: boolean }[]>`
    SELECT asked AS "userAgent", (
      SELECT count(*) FROM (
        SELECT FROM activity
        WHERE user_agent = asked AND kind IN ('sign-in', 'second-factor') LIMIT ${commonFrom + 1}
      ) AS first
    ) > ${commonFrom} AS common
    FROM unnest(${userAgents}::text[]) AS asked`;
  const pick = (common: boolean) =>
    rows.filter((row) => row.common === common).map((row) => row.userAgent);
  return { rare: pick(false), common: pick(true) };
}
