import { actAsOwner } from '../members/act-as-owner.ts';
import { proveOwner } from '../members/prove-owner.ts';
import type { Answer, Outcome } from '../service.ts';

export const requireSecondFactor: Answer<'require-second-factor'> = async (
  service,
  request,
  question,
) => {
  const { owner, required: secondFactor } = request;
  const no = (because: string): Outcome<'require-second-factor'> => ({
    verdict: { verdict: 'no' },
    subject: owner,
    because,
  });
  const proven = await proveOwner(service, request);
  if (typeof proven === 'string') return question.settle(async () => no(proven));

  return question.settle(async (tx) => {
    const acting = await actAsOwner(tx, proven);
    if (typeof acting === 'string') return no(acting);
    const { account } = acting;
    const data = { secondFactor, changedBy: owner, changedAt: question.now };
    await tx.accountPolicy.upsert({
      where: { account },
      create: { account, ...data },
      update: data,
    });
    const because = `${secondFactor ? 'required' : 'lifted'} for ${account}`;
    return { verdict: { verdict: 'yes' }, subject: owner, because };
  });
};
