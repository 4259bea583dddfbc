import { actAsOwner } from '../members/act-as-owner.ts';
import { findMembership } from '../members/find-membership.ts';
import { proveOwner } from '../members/prove-owner.ts';
import type { Answer, Outcome } from '../service.ts';

export const changeMember: Answer<'change-member'> = async (service, request, question) => {
  const { subject: subjectId, owner, role } = request;
  const no = (because: string): Outcome<'change-member'> => ({
    verdict: { verdict: 'no' },
    subject: owner,
    because,
  });
  // So the last owner stays: nobody takes the role from themselves.
  if (subjectId === owner) return question.settle(async () => no('own-role'));
  const proven = await proveOwner(service, request);
  if (typeof proven === 'string') return question.settle(async () => no(proven));

  return question.settle(async (tx) => {
    const acting = await actAsOwner(tx, proven, subjectId);
    if (typeof acting === 'string') return no(acting);
    const { account } = acting;
    const member = await findMembership(tx, subjectId);
    if (member?.account !== account || member.closed) return no('not-member');
    await tx.accountMember.upsert({
      where: { subjectId },
      create: { subjectId, account, role },
      update: { role },
    });
    return { verdict: { verdict: 'yes' }, subject: subjectId, because: `${role} by ${owner}` };
  });
};
