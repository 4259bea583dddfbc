import { recordActivity } from '../activity/record-activity.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { endOtherSessions } from '../sessions/end-other-sessions.ts';
import { changeAccount, elsewhere, type Owner, type Refused } from './change-account.ts';
import { findPerson } from './find-person.ts';

/**
 * Removes somebody from the owner's account, or withdraws an invitation. Their sessions end with it, nothing they
 * had signs them in any more, and their history stays.
 *
 * @param memberId as it was sent; one of another account's is as good as none.
 */
export async function removeMember(
  owner: Owner,
  memberId: string,
): Promise<{ verdict: 'yes' | 'missing' } | Refused> {
  const kind = 'member-removed';
  return changeAccount(owner, kind, async (tx, accountId) => {
    const person = await findPerson(tx, { accountId, memberId });
    if (!person || person.customerId === owner.id) return { verdict: 'missing' };
    const { customerId } = person;
    const wish = { owner: owner.id, ...owner.proof, subject: customerId };
    const { verdict } = await owner.ask('remove-member', wish, owner.source.requestId);
    if (verdict !== 'yes') return { verdict };
    const at = new Date();
    if (customerId) await endOtherSessions(tx, { customerId, keep: null });
    await tx.accountMember.update({ where: { id: person.id }, data: { removedAt: at } });
    const entry = { kind, outcome: 'yes' } as const;
    const detail = { person: person.email };
    await recordActivity(tx, { ...entry, customerId: owner.id, source: owner.source, detail });
    if (customerId) {
      await recordActivity(tx, { ...entry, customerId, source: elsewhere });
      const notice = 'member-removed';
      if (person.joinedAt) await queueNotice(tx, { customerId, notice, source: elsewhere, at });
    }
    return { verdict };
  });
}
