import { holdCutoffs } from '../resets/cutoff-lock.ts';
import type { Answer, Outcome, ParsedRequest, Transaction } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { proveFactor } from '../totp/prove-factor.ts';

type Request = ParsedRequest<'change-staff-role'>;

export const changeStaffRole: Answer<'change-staff-role'> = async (service, request, question) => {
  const { subject: id, staff: staffId, code, source } = request;
  const no = (because: string): Outcome<'change-staff-role'> => ({
    verdict: { verdict: 'no' },
    subject: staffId,
    because,
  });
  const answered = await repeat(service.database, request);
  if (answered) return question.settle(async () => answered);
  const staff = await findStaff(service, staffId, 'security', source);
  if (!staff) return question.settle(async () => no('not-staff'));
  // So the last of security stays: nobody takes the role from themselves.
  if (id === staffId) return question.settle(async () => no('own-role'));
  const claim = await proveFactor(service, staff, { method: 'totp', code, source });
  if (typeof claim === 'string') return question.settle(async () => no(claim));

  return question.settle(async (tx) => {
    // In one order: two who change each other's role at once wait, and do not dead-lock.
    for (const one of [id, staffId].sort()) await lockSubject(tx, one);
    await holdCutoffs(tx);
    const meanwhile = await repeat(tx, request);
    if (meanwhile) return meanwhile;
    if (!(await isStillSecurity(tx, staffId))) return no('not-staff');
    const subject = await tx.subject.findUnique({ where: { id }, select: { id: true } });
    if (!subject) return no('no-subject');
    // Whoever knew the password alone could enrol an authenticator of their own, and be staff with it.
    const { secondFactor } = await findStanding(tx, id);
    if (request.role && secondFactor.state !== 'active') {
      return { verdict: { verdict: 'no-second-factor' }, subject: id, because: `by ${staffId}` };
    }
    if (!(await claim(tx))) return no('code-used');
    const at = await chooseMoment(tx, id, service.clock());
    await change(tx, request, at);
    return yes(at, request);
  });
};

// An answer that was lost on the way is given again, to the one who asked for the same, and changes nothing.
async function repeat(
  database: Pick<Transaction, 'staffRoleChange'>,
  request: Request,
): Promise<Outcome<'change-staff-role'> | null> {
  const { change: id, subject, role, staff } = request;
  const known = await database.staffRoleChange.findUnique({ where: { id } });
  if (!known) return null;
  const same = known.subjectId === subject && known.role === role && known.changedBy === staff;
  return same
    ? yes(known.at, request)
    : { verdict: { verdict: 'no' }, subject: staff, because: 'change-taken' };
}

function yes(at: Date, { subject, role, staff }: Request): Outcome<'change-staff-role'> {
  const because = `${role ?? 'none'} by ${staff}`;
  return { verdict: { verdict: 'yes', at: at.toISOString() }, subject, because };
}

// Their role may have been taken while this waited for the lock.
async function isStillSecurity(tx: Transaction, id: string): Promise<boolean> {
  const row = await tx.subject.findUnique({ where: { id }, select: { staffRole: true } });
  return row?.staffRole === 'security' && !(await findStanding(tx, id)).behind;
}

/** No change of somebody's role has the moment of another, whichever server's clock it was. */
async function chooseMoment(tx: Transaction, subjectId: string, now: Date): Promise<Date> {
  const { _max } = await tx.staffRoleChange.aggregate({ where: { subjectId }, _max: { at: true } });
  return new Date(Math.max(now.getTime(), (_max.at?.getTime() ?? 0) + 1));
}

async function change(tx: Transaction, request: Request, at: Date): Promise<void> {
  const { change: id, subject: subjectId, role, staff: changedBy } = request;
  await tx.subject.update({ where: { id: subjectId }, data: { staffRole: role } });
  await tx.staffRoleChange.create({ data: { id, subjectId, role, changedBy, at } });
  // What was proven before it must not begin a session after it.
  await tx.challenge.deleteMany({ where: { subjectId } });
  await tx.grant.deleteMany({ where: { subjectId, redeemedAt: null } });
}
