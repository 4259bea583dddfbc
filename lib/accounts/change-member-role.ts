import { recordActivity } from '../activity/record-activity.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { changeAccount, elsewhere, type Owner, type Refused } from './change-account.ts';
import { findPerson } from './find-person.ts';

/**
 * Changes what somebody is in the owner's account. Nobody changes themselves, so that an owner is left.
 *
 * @param memberId as it was sent; one of another account's is as good as none.
 */
export async function changeMemberRole(
  owner: Owner,
  { memberId, role }: { memberId: string; role: 'owner' | 'restricted' },
): Promise<{ verdict: 'yes' | 'missing' } | Refused> {
  const kind = 'member-role-changed';
  return changeAccount(owner, kind, async (tx, accountId) => {
    const person = await findPerson(tx, { accountId, memberId });
    const customerId = person?.customerId;
    if (!customerId || !person.joinedAt || customerId === owner.id) return { verdict: 'missing' };
    const wish = { owner: owner.id, ...owner.proof, subject: customerId, role };
    const { verdict } = await owner.ask('change-member', wish, owner.source.requestId);
    if (verdict !== 'yes') return { verdict };
    await tx.accountMember.update({ where: { id: person.id }, data: { role } });
    const entry = { kind, outcome: 'yes' } as const;
    const detail = { person: person.email, role };
    await recordActivity(tx, { ...entry, customerId: owner.id, source: owner.source, detail });
    await recordActivity(tx, { ...entry, customerId, source: elsewhere, detail: { role } });
    const at = new Date();
    await queueNotice(tx, { customerId, notice: 'member-role-changed', source: elsewhere, at });
    return { verdict };
  });
}
