import { memberRole } from '../../contract.ts';
import { findMembership } from '../members/find-membership.ts';
import type { Answer, Transaction } from '../service.ts';
import { findFacts } from './describe-subjects.ts';

/** Facts about the people of an account, for its owners. */
export const describeMembers: Answer<'describe-members'> = async (_service, request, question) =>
  question.settle(async (tx) => {
    const { owner } = request;
    const own = await findMembership(tx, owner);
    if (own?.role !== 'owner' || own.closed) {
      return { verdict: { verdict: 'no' }, subject: owner, because: 'not-owner' };
    }
    const { account } = own;
    const roles = await listMembers(tx, account);
    const facts = await findFacts(tx, [...roles.keys()]);
    const policy = await tx.accountPolicy.findUnique({ where: { account } });
    const members = facts.map(({ subject, passwordSetAt, secondFactorSince }) => ({
      subject,
      role: memberRole.parse(roles.get(subject)),
      joined: passwordSetAt !== null,
      secondFactorSince: secondFactorSince?.toISOString() ?? null,
    }));
    const secondFactorRequired = policy?.secondFactor ?? false;
    return {
      verdict: { verdict: 'yes', secondFactorRequired, members },
      subject: owner,
      because: `${members.length} described`,
    };
  });

/** @returns roles by subject. */
async function listMembers(tx: Transaction, account: string): Promise<Map<string, string>> {
  const rows = await tx.accountMember.findMany({ where: { account, closedAt: null } });
  const roles = new Map(rows.map(({ subjectId, role }) => [subjectId, role]));
  const founder = await tx.accountMember.count({ where: { subjectId: account } });
  if (founder === 0) roles.set(account, 'owner');
  return roles;
}
