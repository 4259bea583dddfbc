import { Prisma, type PrismaClient } from '../../../prisma/manager/client/client.ts';
import type { Lane, Recipient, Step, Walk } from './walk.ts';

/** Most customers listed at once in all lanes together. */
const inLanesMax = 400;

export interface ToldReset {
  id: string;
  scope: string;
  cutoff: Date;
}

/**
 * The next whom a walk is to tell, in turns of all who wait. What has nobody left is taken out of the walk.
 *
 * @param size most outside the lanes.
 */
export async function listRecipients(
  database: PrismaClient,
  reset: ToldReset,
  walk: Walk,
  size: number,
): Promise<Step[]> {
  const laneSize = Math.min(size, Math.floor(inLanesMax / Math.max(walk.lanes.length, 1)));
  const outside = walk.onlyLanes ? [] : await list(database, reset, walk, size);
  if (outside.length === 0) walk.onlyLanes = true;
  const queues: Step[][] = [outside.map((recipient) => ({ recipient, lane: null }))];
  for (const lane of [...walk.lanes]) {
    const inLane = await list(database, reset, walk, laneSize, lane);
    if (inLane.length === 0) walk.lanes.splice(walk.lanes.indexOf(lane), 1);
    queues.push(inLane.map((recipient) => ({ recipient, lane })));
  }
  const longest = Math.max(...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) =>
    queues.flatMap((queue) => queue.slice(turn, turn + 1)),
  ).flat();
}

async function list(
  database: PrismaClient,
  reset: ToldReset,
  { wave, after: reached, lanes }: Walk,
  limit: number,
  lane?: Lane,
): Promise<Recipient[]> {
  const domain = Prisma.sql`split_part(c.email, '@', 2)`;
  const after = lane ? lane.after : reached;
  const terms = [
    ...(after ? [Prisma.sql`c.id > ${after}::uuid`] : []),
    lane
      ? Prisma.sql`${domain} = ${lane.domain}`
      : Prisma.sql`${domain} <> ALL (${lanes.map((open) => open.domain)}::text[])`,
    concerned(reset, wave),
    Prisma.sql`NOT EXISTS (SELECT FROM reset_notice n
      WHERE n.reset_id = ${reset.id}::uuid AND n.wave = ${wave} AND n.customer_id = c.id
        AND (n.error IS NULL OR n.error NOT IN ('unreachable', 'put-off')))`,
  ];
  return database.$queryRaw<Recipient[]>`
    SELECT c.id, c.email, c.language, ${domain} AS domain FROM customer c
    WHERE ${Prisma.join(terms, ' AND ')} ORDER BY c.id LIMIT ${limit}`;
}

// A later wave is for whoever was told in the first, or may have been: not for whom a stop left untold.
function concerned({ id, scope, cutoff }: ToldReset, wave: number): Prisma.Sql {
  if (wave > 1) {
    return Prisma.sql`EXISTS (SELECT FROM reset_notice told WHERE told.reset_id = ${id}::uuid
      AND told.wave = 1 AND told.customer_id = c.id AND told.error IS NULL)`;
  }
  return scope === 'all'
    ? Prisma.sql`c.created_at < ${cutoff}::timestamptz`
    : Prisma.sql`EXISTS (SELECT FROM reset_subject rs
        WHERE rs.reset_id = ${id}::uuid AND rs.customer_id = c.id)`;
}
