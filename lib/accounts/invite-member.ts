import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { accountMembersMax } from '../auth/contract.ts';
import { chooseId } from '../customers/invite-customer.ts';
import type { Language } from '../words/languages.ts';
import { changeAccount, elsewhere, type Owner, type Refused } from './change-account.ts';

/** Most invitations of one account in an hour, as far as the manager counts; the auth service counts mails. */
const invitationsAnHour = 20;

export interface MemberInvitation {
  /** As the contract normalises it. */
  email: string;
  name: string;
  role: 'owner' | 'restricted';
  language: Language;
}

export type InvitedMember = { verdict: 'yes' | 'limited' | 'full' | 'already' } | Refused;

/**
 * Invites somebody to the owner's account, or again. Whether the address is a customer's already makes no difference
 * to the answer or to what the owner is shown from then on: a customer is told by mail, and stays where they are.
 *
 * @param owner.idKey as for `inviteCustomer`. Secret.
 */
export async function inviteMember(
  owner: Owner & { idKey: string },
  invitation: MemberInvitation,
): Promise<InvitedMember> {
  return changeAccount(owner, 'member-invited', (tx, accountId) =>
    invite(tx, accountId, owner, invitation),
  );
}

async function invite(
  tx: Prisma.TransactionClient,
  accountId: string,
  owner: Owner & { idKey: string },
  { email, name, role, language }: MemberInvitation,
): Promise<InvitedMember> {
  const here = { accountId, removedAt: null };
  const standing = await tx.accountMember.findFirst({ where: { ...here, email } });
  if (standing?.joinedAt) return { verdict: 'already' };
  const people = await tx.accountMember.count({ where: here });
  if (!standing && people >= accountMembersMax) return { verdict: 'full' };
  const now = new Date();
  const anHourAgo = new Date(now.getTime() - 3_600_000);
  const lately = await tx.accountMember.count({
    where: { accountId, invitedAt: { gt: anHourAgo } },
  });
  if (lately >= invitationsAnHour) return { verdict: 'limited' };

  const known = await tx.customer.findUnique({ where: { email }, select: { id: true } });
  const subject = known?.id ?? (await chooseId(tx, email, owner.idKey));
  const wish = { owner: owner.id, ...owner.proof, subject, email, language, role };
  const answer = await owner.ask('invite-member', wish, owner.source.requestId);
  if (answer.verdict !== 'yes') return { verdict: answer.verdict };

  const customerId = answer.subject;
  if (customerId && !known) {
    const { company } = await tx.customer.findUniqueOrThrow({ where: { id: owner.id } });
    await tx.customer.create({ data: { id: customerId, email, name, company, language } });
  }
  const facts = { customerId, role, invitedBy: owner.id, invitedAt: now };
  // The service knows better: they have chosen a password, and the news was lost.
  if (standing?.customerId && !customerId) {
    await tx.accountMember.update({ where: { id: standing.id }, data: { joinedAt: now } });
    return { verdict: 'yes' };
  }
  if (standing) await tx.accountMember.update({ where: { id: standing.id }, data: facts });
  else
    await tx.accountMember.create({ data: { id: randomUUID(), accountId, email, name, ...facts } });
  const entry = { kind: 'member-invited', outcome: 'yes' } as const;
  const detail = { person: email };
  await recordActivity(tx, { ...entry, customerId: owner.id, source: owner.source, detail });
  if (customerId) await recordActivity(tx, { ...entry, customerId, source: elsewhere });
  return { verdict: 'yes' };
}
