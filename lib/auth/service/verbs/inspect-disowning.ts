import { loadDisowning } from '../links/load-disowning.ts';
import type { Answer } from '../service.ts';
import { type Bucket, takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

/** Mail scanners ask this too: it uses nothing up. */
export const inspectDisowning: Answer<'inspect-disowning'> = async (service, request, question) => {
  const source: Bucket = { limit: 'link-source', of: [networkOf(request.source.address)] };
  const attempt = await takeAttempt(service, [source]);
  const settled = await question.settle(async (tx) => {
    if (!attempt) return { verdict: { verdict: 'no' }, because: 'throttled' };
    const offer = await loadDisowning(tx, request.token, question.now);
    if (!offer) return { verdict: { verdict: 'no' }, because: 'no-such-offer' };
    const { subjectId: subject, notice, usedAt, restores } = offer;
    const doneAt = usedAt?.toISOString() ?? null;
    return { verdict: { verdict: 'yes', subject, notice, doneAt, restores }, subject };
  });
  if (settled.verdict === 'yes') await attempt?.giveBack();
  return settled;
};
