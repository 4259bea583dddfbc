import { lockReset } from '../resets/cutoff-lock.ts';
import { type AskedReset, findReset, stateOf } from '../resets/proposal.ts';
import { listTakeBacks, takeBackUntil } from '../resets/take-back.ts';
import type { Answer, Outcome, Transaction } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { proveFactor } from '../totp/prove-factor.ts';

/**
 * As many members as it took to put it in force, each by a code of their own: who takes a reset back makes passwords
 * good again that somebody else may know. One row, whomever it concerns, as with the reset itself.
 */
export const takeBackReset: Answer<'take-back-reset'> = async (service, request, question) => {
  const { reset: id, staff: staffId, code, source } = request;
  const outcome = (
    verdict: Outcome<'take-back-reset'>['verdict'],
    because: string,
  ): Outcome<'take-back-reset'> => ({ verdict, subject: staffId, because });
  const no = (because: string) => outcome({ verdict: 'no' }, because);
  const staff = await findStaff(service, staffId, 'security', source);
  if (!staff) return question.settle(async () => no('not-staff'));
  const claim = await proveFactor(service, staff, { method: 'totp', code, source });
  if (typeof claim === 'string') return question.settle(async () => no(claim));

  return question.settle(async (tx) => {
    await lockSubject(tx, staff.id);
    await lockReset(tx, id);
    const reset = await findReset(tx, id);
    const now = service.clock();
    if (!reset?.cutoff || stateOf(reset, now) !== 'active') return no('not-in-force');
    const until = takeBackUntil({ id, cutoff: reset.cutoff }, now);
    if (!until) return no('too-late');
    if (!(await claim(tx))) return no('code-used');
    const agreed = await isAgreed(tx, { ...reset, cutoff: reset.cutoff }, staff.id);
    await tx.resetTakeBack.create({ data: { resetId: id, askedBy: staff.id, askedAt: now } });
    if (!agreed) {
      return outcome({ verdict: 'asked', until: until.toISOString() }, `asked to take back ${id}`);
    }
    await tx.resetCancelled.create({
      data: { resetId: id, cancelledBy: staff.id, cancelledAt: now },
    });
    return outcome({ verdict: 'yes' }, `took back ${id}`);
  });
};

// Whoever asked first may have been an intruder: their reset, or loss of the role, takes the question with it.
async function isAgreed(
  tx: Transaction,
  reset: AskedReset & { cutoff: Date },
  staffId: string,
): Promise<boolean> {
  if (reset.approvedBy === null) return true;
  for (const askedBy of new Set(await listTakeBacks(tx, reset))) {
    if (askedBy !== staffId && (await maySecure(tx, askedBy))) return true;
  }
  return false;
}

async function maySecure(tx: Transaction, id: string): Promise<boolean> {
  const subject = await tx.subject.findUnique({ where: { id }, select: { staffRole: true } });
  if (subject?.staffRole !== 'security') return false;
  const { behind, passwordSetAt } = await findStanding(tx, id);
  return passwordSetAt !== null && !behind;
}
