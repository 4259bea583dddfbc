import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Question } from './match-attempts.ts';

/** Most characters of a title. */
export const titleMax = 200;

/**
 * Keeps a question, so that colleagues can come back to its answer.
 *
 * @returns its id.
 */
export async function openInvestigation(
  db: PrismaClient,
  { title, staffId, question }: { title: string; staffId: string; question: Question },
): Promise<string> {
  const id = randomUUID();
  const { indicators, from, until } = question;
  await db.$transaction(async (tx) => {
    await tx.investigation.create({
      data: {
        id,
        title,
        indicators: indicators.lines.join('\n'),
        fromAt: from,
        untilAt: until,
        createdBy: staffId,
      },
    });
    const detail = { investigation: id, indicators: indicators.lines.length };
    await recordStaffAct(tx, { staffId, act: 'investigation-opened', detail });
  });
  return id;
}
