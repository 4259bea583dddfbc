import { loadLink } from '../links/load-link.ts';
import { recordStep } from '../resets/record-step.ts';
import type { Answer } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { type Bucket, takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

export const inspectLink: Answer<'inspect-link'> = async (service, request, question) => {
  const source: Bucket = { limit: 'link-source', of: [networkOf(request.source.address)] };
  const attempt = await takeAttempt(service, [source]);
  const settled = await question.settle(async (tx) => {
    if (!attempt) return { verdict: { verdict: 'no' }, because: 'throttled' };
    const link = await loadLink(tx, request.token, question.now);
    if (!link) return { verdict: { verdict: 'no' }, because: 'no-such-link' };
    const { subjectId, purpose } = link;
    // A GET suffices, so a program that scans mail may count as well: the pages say so. Nobody without the
    // token does, and the entry tells nothing of the token.
    await recordStep(tx, subjectId, { step: 'opened', at: question.now });
    const factor = (await findStanding(tx, subjectId)).secondFactor;
    const methods = factor.state === 'active' ? factor.methods : [];
    const secondFactor = methods.length > 0;
    return {
      verdict: { verdict: 'yes', subject: subjectId, purpose, secondFactor, methods },
      subject: subjectId,
    };
  });
  if (settled.verdict === 'yes') await attempt?.giveBack();
  return settled;
};
