import { actAsOwner } from '../members/act-as-owner.ts';
import { findMembership } from '../members/find-membership.ts';
import { proveOwner } from '../members/prove-owner.ts';
import type { Answer, Outcome, Transaction } from '../service.ts';

export const removeMember: Answer<'remove-member'> = async (service, request, question) => {
  const { subject: subjectId, owner } = request;
  const no = (because: string): Outcome<'remove-member'> => ({
    verdict: { verdict: 'no' },
    subject: owner,
    because,
  });
  // So the last owner stays.
  if (subjectId === owner) return question.settle(async () => no('oneself'));
  const proven = await proveOwner(service, request);
  if (typeof proven === 'string') return question.settle(async () => no(proven));

  return question.settle(async (tx) => {
    const acting = await actAsOwner(tx, proven, subjectId ?? undefined);
    if (typeof acting === 'string') return no(acting);
    if (!subjectId) return { verdict: { verdict: 'yes' }, subject: owner, because: 'nobody' };
    const { account } = acting;
    const member = await findMembership(tx, subjectId);
    // Whom it closed before is closed: an answer that was lost is given again.
    if (member?.account !== account) return no('not-member');
    const customer = await tx.subject.count({ where: { id: subjectId, staffRole: null } });
    if (customer === 0) return no('staff');
    await close(tx, subjectId, account, question.now);
    return { verdict: { verdict: 'yes' }, subject: subjectId, because: `by ${owner}` };
  });
};

/** Takes everything that opens, or could come to open, anything. What happened stays in the journal. */
async function close(tx: Transaction, subjectId: string, account: string, now: Date) {
  await tx.accountMember.upsert({
    where: { subjectId },
    create: { subjectId, account, role: 'restricted', closedAt: now },
    update: { closedAt: now },
  });
  await tx.password.deleteMany({ where: { subjectId } });
  await tx.totp.deleteMany({ where: { subjectId } });
  await tx.passkey.deleteMany({ where: { subjectId } });
  await tx.recoveryCode.deleteMany({ where: { subjectId } });
  await tx.link.deleteMany({ where: { subjectId, usedAt: null } });
  await tx.challenge.deleteMany({ where: { subjectId } });
  await tx.grant.deleteMany({ where: { subjectId, redeemedAt: null } });
  await tx.knownSource.deleteMany({ where: { subjectId } });
  await tx.emailChange.deleteMany({ where: { subjectId } });
  await tx.formerEmail.deleteMany({ where: { subjectId } });
}
