import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { resetNamedMax } from '../auth/contract.ts';
import type { Investigation } from './get-investigation.ts';
import { listEntries, standings } from './list-entries.ts';
import { traceIndicators } from './trace-indicators.ts';
import type { Verdict } from './verdicts.ts';

/** Marks by which accounts may be chosen. */
export const choosableMarks = ['suspicious', 'confirmed'] as const;
export type ChoosableMark = (typeof choosableMarks)[number];

export interface Choice {
  verdicts: Verdict[];
  marks: ChoosableMark[];
}

/**
 * The accounts of an investigation that have one of these verdicts or one of these marks, without those that staff
 * cleared.
 *
 * @returns null where the answer is not whole: whoever is missing from it would be left alone.
 */
export async function chooseAccounts(
  db: PrismaClient,
  { id, question }: Pick<Investigation, 'id' | 'question'>,
  { verdicts, marks }: Choice,
): Promise<string[] | null> {
  const standing = standings(await listEntries(db, id));
  const chosen = new Set<string>();
  if (verdicts.length > 0) {
    const { accounts, isCut } = await traceIndicators(db, question, resetNamedMax);
    if (isCut) return null;
    for (const { customerId, verdict } of accounts) {
      if (verdicts.includes(verdict)) chosen.add(customerId);
    }
  }
  for (const [customerId, { mark }] of standing) {
    if (marks.some((one) => one === mark)) chosen.add(customerId);
    if (mark === 'cleared') chosen.delete(customerId);
  }
  return [...chosen];
}
