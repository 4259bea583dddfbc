import { lockCutoffs } from '../resets/cutoff-lock.ts';
import type { Answer, Outcome, ParsedRequest, Service, Transaction } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import type { ClaimFactor } from '../totp/match-factor.ts';
import { proveFactor } from '../totp/prove-factor.ts';

type Request = ParsedRequest<'start-reset'>;

export const startReset: Answer<'start-reset'> = async (service, request, question) => {
  const { scope, staff: staffId } = request;
  const no = (because: string): Outcome<'start-reset'> => ({
    verdict: { verdict: 'no' },
    subject: staffId,
    because,
  });
  const answered = await repeat(service.database, request);
  if (answered) return question.settle(async () => answered);
  if (/\0/.test(request.reason) || !request.reason.isWellFormed()) {
    return question.settle(async () => no('malformed'));
  }
  const role = scope.kind === 'all' ? 'security' : 'any';
  const staff = await findStaff(service, staffId, role, request.source);
  if (!staff) return question.settle(async () => no('not-staff'));
  const claim = scope.kind === 'all' ? await matchCode(service, staff, request, scope.code) : allow;
  if (!claim) return question.settle(async () => no('wrong-code'));

  return question.settle(async (tx) => {
    await lockSubject(tx, staff.id);
    const meanwhile = await repeat(tx, request);
    if (meanwhile) return meanwhile;
    if (!(await claim(tx))) return no('code-used');
    await lockCutoffs(tx);
    const cutoff = await chooseCutoff(tx, scope, service.clock());
    await insertReset(tx, request, cutoff);
    return yes(cutoff, request);
  });
};

const allow: ClaimFactor = async () => true;

// The staff member may be behind the cutoff by now, and the code used: an answer that was lost on the
// way is given again, to the one who started it, and starts nothing.
async function repeat(
  database: Pick<Transaction, 'reset'>,
  request: Request,
): Promise<Outcome<'start-reset'> | null> {
  const { reset: id, staff, scope } = request;
  const reset = await database.reset.findUnique({ where: { id } });
  if (!reset) return null;
  const same = reset.startedBy === staff && reset.scope === scope.kind;
  return same
    ? yes(reset.cutoff, request)
    : { verdict: { verdict: 'no' }, subject: staff, because: 'reset-taken' };
}

function yes(cutoff: Date, request: Request): Outcome<'start-reset'> {
  return {
    verdict: { verdict: 'yes', cutoff: cutoff.toISOString() },
    subject: request.staff,
    because: `${request.scope.kind} ${request.reset}`,
  };
}

async function matchCode(service: Service, staff: Subject, request: Request, code: string) {
  const { source } = request;
  const proof = await proveFactor(service, staff, { method: 'totp', code, source });
  return typeof proof === 'string' ? null : proof;
}

/**
 * Later than when the question came: who signed in while it waited for the database would outlive the
 * reset. And later than every password concerned, where another server's clock was ahead of this one's.
 */
async function chooseCutoff(tx: Transaction, scope: Request['scope'], now: Date): Promise<Date> {
  const concerned = scope.kind === 'all' ? {} : { subjectId: { in: scope.subjects } };
  const { _max } = await tx.password.aggregate({ where: concerned, _max: { setAt: true } });
  return new Date(Math.max(now.getTime(), (_max.setAt?.getTime() ?? 0) + 1));
}

async function insertReset(
  tx: Transaction,
  { reset: id, scope, reason, staff }: Request,
  cutoff: Date,
) {
  await tx.reset.create({ data: { id, scope: scope.kind, cutoff, reason, startedBy: staff } });
  if (scope.kind === 'all') return;
  // Somebody the service does not know has no password to reset.
  const known = await tx.subject.findMany({
    where: { id: { in: scope.subjects } },
    select: { id: true },
  });
  await tx.resetSubject.createMany({
    data: known.map((subject) => ({ resetId: id, subjectId: subject.id })),
    skipDuplicates: true,
  });
}
