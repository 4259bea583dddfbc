import type { ResetProposal } from '../../../../prisma/auth/client/client.ts';
import { type AskedReset, describeProposal, findReset, stateOf } from '../resets/proposal.ts';
import { inForce, settleAsked } from '../resets/settle-asked.ts';
import type { Answer, Outcome, ParsedRequest, Service, Transaction } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import type { ClaimFactor } from '../totp/match-factor.ts';
import { proveFactor } from '../totp/prove-factor.ts';

type Request = ParsedRequest<'start-reset'>;

export const startReset: Answer<'start-reset'> = async (service, request, question) => {
  const { staff: staffId, source } = request;
  const no = (because: string): Outcome<'start-reset'> => ({
    verdict: { verdict: 'no' },
    subject: staffId,
    because,
  });
  const begun = await findReset(service.database, request.reset);
  if (begun) return question.settle((tx) => repeat(service, tx, request, begun));
  if (/\0/.test(request.reason) || !request.reason.isWellFormed()) {
    return question.settle(async () => no('malformed'));
  }
  const campaign = isCampaign(request.scope);
  const staff = await findStaff(service, staffId, campaign ? 'security' : 'any', source);
  if (!staff) return question.settle(async () => no('not-staff'));
  const claim = campaign ? await matchCode(service, staff, request) : allow;
  if (!claim) return question.settle(async () => no('wrong-code'));

  return question.settle(async (tx) => {
    await lockSubject(tx, staff.id);
    const meanwhile = await findReset(tx, request.reset);
    if (meanwhile) return repeat(service, tx, request, meanwhile);
    if (!(await claim(tx))) return no('code-used');
    const reset = await insertReset(tx, request, service.clock());
    const verdict = reset.batches
      ? await describeProposal(tx, reset, 0)
      : await settleAsked(service, tx, reset, campaign);
    return answer(request, verdict);
  });
};

/** One customer's reset is help for that customer; everything else takes more. */
function isCampaign(scope: Request['scope']): boolean {
  return scope.kind !== 'subjects' || new Set(scope.subjects).size > 1;
}

/** A list that is named afterwards is a list like any other once it is there. */
function storedScope({ kind }: Request['scope']): string {
  return kind === 'list' ? 'subjects' : kind;
}

const allow: ClaimFactor = async () => true;

// The staff member may be behind the cutoff by now, and the code used: an answer that was lost on the
// way is given again, to the one who started it, and starts nothing.
async function repeat(
  service: Service,
  tx: Transaction,
  request: Request,
  reset: AskedReset,
): Promise<Outcome<'start-reset'>> {
  const same = reset.startedBy === request.staff && reset.scope === storedScope(request.scope);
  if (same && reset.cutoff && !reset.isCancelled) return answer(request, inForce(reset.cutoff));
  const state = stateOf(reset, service.clock());
  if (same && (state === 'naming' || state === 'proposed')) {
    return answer(request, await describeProposal(tx, reset, reset.named));
  }
  const because = same ? 'reset-over' : 'reset-taken';
  return { verdict: { verdict: 'no' }, subject: request.staff, because };
}

function answer(
  request: Request,
  verdict: Outcome<'start-reset'>['verdict'],
): Outcome<'start-reset'> {
  return { verdict, subject: request.staff, because: `${request.scope.kind} ${request.reset}` };
}

async function matchCode(service: Service, staff: Subject, { scope, source }: Request) {
  if (!scope.code) return null;
  const proof = await proveFactor(service, staff, { method: 'totp', code: scope.code, source });
  return typeof proof === 'string' ? null : proof;
}

async function insertReset(
  tx: Transaction,
  { reset: id, scope, reason, ends, staff }: Request,
  proposedAt: Date,
): Promise<ResetProposal> {
  const reset = await tx.resetProposal.create({
    data: {
      ...{ id, scope: storedScope(scope), reason, startedBy: staff, proposedAt },
      ...{ endsDevices: ends.devices, endsLinks: ends.links },
      ...('batches' in scope && scope.batches && { batches: scope.batches }),
      ...(scope.kind === 'rule' && { rule: scope.rule, except: scope.except }),
    },
  });
  if (scope.kind !== 'subjects') return reset;
  // Somebody the service does not know has no password to reset.
  await tx.$executeRaw`
    INSERT INTO reset_subject (reset_id, subject_id)
    SELECT ${id}::uuid, id FROM subject WHERE id = ANY (${scope.subjects}::uuid[])`;
  return reset;
}
