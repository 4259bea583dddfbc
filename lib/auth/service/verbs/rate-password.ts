import type { Answer } from '../service.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

export const ratePassword: Answer<'rate-password'> = async (service, request, question) => {
  const no = (because: string) =>
    question.settle(async () => ({ verdict: { verdict: 'no' }, because }));

  const of = [networkOf(request.source.address)];
  if (!(await takeAttempt(service, [{ limit: 'rate-source', of }]))) return no('throttled');
  if (!request.password.isWellFormed()) return no('malformed');
  const { secondFactor, context } = request;
  const rating = await service.policy.rate(request.password, { ...context, secondFactor });
  return question.settle(async () => ({ verdict: { verdict: 'yes', ...rating } }));
};
