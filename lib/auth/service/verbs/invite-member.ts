import { accountMembersMax } from '../../contract.ts';
import { isEmailTaken, lockEmail } from '../email-changes/email-taken.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import { actAsOwner } from '../members/act-as-owner.ts';
import { findMembership } from '../members/find-membership.ts';
import { proveOwner } from '../members/prove-owner.ts';
import type { Answer, Outcome, ParsedRequest, Service, Transaction } from '../service.ts';
import { emailLookup } from '../subjects/email-lookup.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { newSubject } from '../subjects/new-subject.ts';
import { takeAttempt } from '../throttle/bucket.ts';

type Request = ParsedRequest<'invite-member'>;

export const inviteMember: Answer<'invite-member'> = async (service, request, question) => {
  const { owner, email } = request;
  const no = (because: string): Outcome<'invite-member'> => ({
    verdict: { verdict: 'no' },
    subject: owner,
    because,
  });
  const proven = await proveOwner(service, request);
  if (typeof proven === 'string') return question.settle(async () => no(proven));
  const lookup = emailLookup(service.keys, email);
  if (!(await allow(service, owner, lookup))) {
    const verdict = { verdict: 'limited' } as const;
    return question.settle(async () => ({ verdict, subject: owner, because: 'throttled' }));
  }

  const settled = await question.settle(async (tx) => {
    const known = await tx.subject.findUnique({
      where: { emailLookup: lookup },
      select: { id: true },
    });
    const acting = await actAsOwner(tx, proven, known?.id);
    if (typeof acting === 'string') return no(acting);
    const { account } = acting;
    const others = await tx.accountMember.count({ where: { account, closedAt: null } });
    if (others >= accountMembersMax - 1) return no('full');
    const made = known
      ? await takeIn(tx, known.id, { ...request, account })
      : await make(service, tx, { ...request, account }, question.now);
    // Known or not, a mail goes out: who is somebody already is told so there.
    await tx.linkRequest.create({
      data: {
        emailLookup: lookup,
        purpose: 'member',
        requestedAt: question.now,
        nextAttemptAt: question.now,
      },
    });
    const verdict = { verdict: 'yes', subject: made } as const;
    return { verdict, subject: made ?? owner, because: `${made ? 'made' : 'known'} by ${owner}` };
  });
  if (settled.verdict === 'yes') service.wakeLinkMailer();
  return settled;
};

async function allow(service: Service, owner: string, lookup: Uint8Array): Promise<boolean> {
  const account = (await findMembership(service.database, owner))?.account ?? owner;
  const attempt = await takeAttempt(service, [
    { limit: 'member-invitations', of: [account] },
    { limit: 'member-invitation-email', of: [Buffer.from(lookup).toString('hex')] },
  ]);
  return attempt !== null;
}

async function make(
  service: Service,
  tx: Transaction,
  { subject: id, email, language, role, account }: Request & { account: string },
  createdAt: Date,
): Promise<string | null> {
  const keys = await holdKeys(service, tx);
  const row = newSubject(keys, { id, email, language, createdAt });
  await lockEmail(tx, row.emailLookup);
  // Left lately, it may be its owner's again.
  if (await isEmailTaken(tx, row.emailLookup, { but: null, now: createdAt })) return null;
  const { count } = await tx.subject.createMany({ data: [row], skipDuplicates: true });
  // Somebody else invited the same address a moment ago.
  if (count === 0) return null;
  await tx.accountMember.create({ data: { subjectId: id, account, role } });
  return id;
}

// Nobody is moved who could sign in, who is invited elsewhere or who owns an account, be it an empty one.
async function takeIn(
  tx: Transaction,
  subjectId: string,
  { role, account }: Request & { account: string },
): Promise<string | null> {
  const { passwordSetAt } = await findStanding(tx, subjectId);
  const member = await tx.accountMember.findUnique({ where: { subjectId } });
  if (passwordSetAt || !member) return null;
  if (!member.closedAt && member.account !== account) return null;
  const data = { account, role, closedAt: null };
  await tx.accountMember.update({ where: { subjectId }, data });
  return subjectId;
}
