import { lockCutoffs, lockReset } from '../resets/cutoff-lock.ts';
import { listAhead, listMatching } from '../resets/match-rule.ts';
import { type AskedReset, findReset, stateOf } from '../resets/proposal.ts';
import { takeEffect } from '../resets/take-effect.ts';
import type { Answer, Outcome, ParsedRequest, Service } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { proveFactor } from '../totp/prove-factor.ts';

type Request = ParsedRequest<'approve-reset'>;

/** The second pair of eyes: who approves is another than who proposed, by the service's own record. */
export const approveReset: Answer<'approve-reset'> = async (service, request, question) => {
  const { reset: id, staff: staffId, code, source } = request;
  const no = (because: string): Outcome<'approve-reset'> => ({
    verdict: { verdict: 'no' },
    subject: staffId,
    because,
  });
  const found = await findReset(service.database, id);
  const answered = found && repeat(request, found);
  if (answered) return question.settle(async () => answered);
  const staff = await findStaff(service, staffId, 'security', source);
  if (!staff) return question.settle(async () => no('not-staff'));
  const refusal = await refuse(service, request, found);
  if (refusal) return question.settle(async () => no(refusal));
  const claim = await proveFactor(service, staff, { method: 'totp', code, source });
  if (typeof claim === 'string') return question.settle(async () => no(claim));
  if (found?.scope === 'rule') await listAhead(service.database, found);

  return question.settle(async (tx) => {
    await lockSubject(tx, staff.id);
    await lockReset(tx, id);
    const reset = await findReset(tx, id);
    const meanwhile = reset && repeat(request, reset);
    if (meanwhile) return meanwhile;
    if (!reset || stateOf(reset, service.clock()) !== 'proposed') return no('not-proposed');
    if (!(await claim(tx))) return no('code-used');
    if (reset.scope === 'rule') await listMatching(tx, reset);
    // Not before: it stops every sign-in, and matching a rule takes a while.
    await lockCutoffs(tx);
    const cutoff = await takeEffect(tx, reset, { now: service.clock(), approvedBy: staff.id });
    return yes(request, cutoff);
  });
};

// Lost on the way, the answer is given again to whoever approved: their code is used by now, and their
// password may be behind the cutoff.
function repeat(
  request: Request,
  { cutoff, approvedBy, isCancelled }: AskedReset,
): Outcome<'approve-reset'> | null {
  return cutoff && !isCancelled && approvedBy === request.staff ? yes(request, cutoff) : null;
}

function yes(request: Request, cutoff: Date): Outcome<'approve-reset'> {
  return {
    verdict: { verdict: 'yes', cutoff: cutoff.toISOString() },
    subject: request.staff,
    because: `approved ${request.reset}`,
  };
}

async function refuse(
  service: Service,
  { staff }: Request,
  reset: AskedReset | null,
): Promise<string | null> {
  if (!reset || stateOf(reset, service.clock()) !== 'proposed') return 'not-proposed';
  if (reset.startedBy === staff) return 'own-proposal';
  // Whoever proposed may have been an intruder: their reset, or loss of the role, takes it with it.
  return (await findStaff(service, reset.startedBy, 'security')) ? null : 'proposer-gone';
}
