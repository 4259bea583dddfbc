import { describeProposal, findReset, stateOf } from '../resets/proposal.ts';
import { describeTakeBack } from '../resets/take-back.ts';
import type { Answer } from '../service.ts';

/**
 * Concerned: who had, or could have had, a password at the cutoff. Somebody invited before it who
 * chooses the first password later counts as done; somebody who came after it does not count.
 */
export const describeReset: Answer<'describe-reset'> = async (service, request, question) =>
  question.settle(async (tx) => {
    const reset = await findReset(tx, request.reset);
    if (!reset) return { verdict: { verdict: 'no' }, because: 'no-such-reset' };
    const { cutoff, approvedBy } = reset;
    if (!cutoff || reset.isCancelled) {
      const state = stateOf(reset, service.clock());
      return {
        verdict:
          state === 'cancelled' || state === 'expired'
            ? { verdict: state }
            : await describeProposal(tx, reset, reset.named),
      };
    }
    const [row] = await tx.$queryRaw<{ concerned: bigint; done: bigint }[]>`
      SELECT count(*) AS concerned, count(*) FILTER (WHERE set_at >= ${cutoff}) AS done
      FROM password JOIN subject ON subject.id = subject_id
      WHERE (set_at < ${cutoff} OR created_at < ${cutoff})
        AND (${reset.scope === 'all'} OR subject_id IN (
          SELECT subject_id FROM reset_subject WHERE reset_id = ${reset.id}::uuid))`;
    return {
      verdict: {
        verdict: 'yes',
        cutoff: cutoff.toISOString(),
        approvedBy,
        concerned: Number(row?.concerned ?? 0),
        done: Number(row?.done ?? 0),
        takeBack: await describeTakeBack(tx, { id: reset.id, cutoff }, service.clock()),
      },
    };
  });
