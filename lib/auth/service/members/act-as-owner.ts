import { lockJudged } from '../passwords/prove-password.ts';
import type { Transaction } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { findMembership } from './find-membership.ts';
import type { ProvenOwner } from './prove-owner.ts';

/**
 * Locks the account, the owner and whom it is about, and uses the owner's proof up. Two owners who change each
 * other follow one another, and the second is none any more.
 *
 * @returns the account, or why not.
 */
export async function actAsOwner(
  tx: Transaction,
  { subject: owner, claim }: ProvenOwner,
  subjectId?: string,
): Promise<{ account: string } | string> {
  const before = await findMembership(tx, owner.id);
  if (!before) return 'no-subject';
  const concerned = new Set([before.account, owner.id, ...(subjectId ? [subjectId] : [])]);
  // In one order, so that nobody dead-locks.
  for (const id of [...concerned].sort()) await lockSubject(tx, id);
  const fault = await lockJudged(tx, owner);
  if (fault) return fault;
  const now = await findMembership(tx, owner.id);
  const owns = now && !now.closed && now.role === 'owner' && now.account === before.account;
  if (!owns) return 'not-owner';
  if (claim) return (await claim(tx)) ? { account: now.account } : 'code-used';
  const { secondFactor } = await findStanding(tx, owner.id);
  return secondFactor.state === 'none' ? { account: now.account } : 'second-factor-owed';
}
