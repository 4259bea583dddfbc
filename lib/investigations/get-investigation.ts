import { z } from 'zod';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { Question } from './match-attempts.ts';
import { parseIndicators } from './parse-indicators.ts';

const idShape = z.uuid();

/** An investigation with the question it asks, or null; also for what is no id at all. */
export async function getInvestigation(db: PrismaClient, id: string) {
  if (!idShape.safeParse(id).success) return null;
  const found = await db.investigation.findUnique({
    where: { id },
    include: { creator: { select: { name: true } } },
  });
  if (!found) return null;
  const indicators = parseIndicators(found.indicators);
  // Only what was read once is kept: a bound that was lowered since must not turn it into another question.
  if ('bad' in indicators) throw new Error('the indicators kept are none');
  const question: Question = { indicators, from: found.fromAt, until: found.untilAt };
  return { ...found, question };
}

export type Investigation = NonNullable<Awaited<ReturnType<typeof getInvestigation>>>;
