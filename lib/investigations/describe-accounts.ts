import type { AuthConnection } from '../auth/connect.ts';
import { describedMax, type VerdictOf } from '../auth/contract.ts';

/** What the auth service says of one account. */
export type AccountFactors = Extract<
  VerdictOf<'describe-subjects'>,
  { verdict: 'yes' }
>['subjects'][number];

/**
 * What the auth service says of these accounts, by their id. One that it does not know is missing.
 *
 * @returns null where it does not answer, or tells this member of staff nothing.
 */
export async function describeAccounts(
  ask: AuthConnection['ask'],
  staffId: string,
  customerIds: string[],
): Promise<Map<string, AccountFactors> | null> {
  const told = new Map<string, AccountFactors>();
  for (let from = 0; from < customerIds.length; from += describedMax) {
    const subjects = customerIds.slice(from, from + describedMax);
    const verdict = await ask('describe-subjects', { subjects, staff: staffId });
    if (verdict.verdict !== 'yes') return null;
    for (const one of verdict.subjects) told.set(one.subject, one);
  }
  return told;
}
