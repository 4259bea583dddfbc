import { recordActivity } from '../activity/record-activity.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { changeAccount, elsewhere, type Owner, type Refused } from './change-account.ts';

/**
 * Requires a second factor of everybody in the owner's account, or no longer. The auth service decides at each
 * sign-in by its own record; what is written here is for showing.
 */
export async function requireSecondFactor(
  owner: Owner,
  required: boolean,
): Promise<{ verdict: 'yes' } | Refused> {
  const kind = required ? 'second-factor-required' : 'second-factor-optional';
  return changeAccount(owner, kind, async (tx, accountId) => {
    const wish = { owner: owner.id, ...owner.proof, required };
    const { verdict } = await owner.ask('require-second-factor', wish, owner.source.requestId);
    if (verdict !== 'yes') return { verdict };
    const at = new Date();
    await tx.account.update({
      where: { id: accountId },
      data: { requireSecondFactor: required },
    });
    const people = await tx.accountMember.findMany({
      where: { accountId, removedAt: null, joinedAt: { not: null } },
    });
    for (const { customerId } of people) {
      if (!customerId) continue;
      const source = customerId === owner.id ? owner.source : elsewhere;
      await recordActivity(tx, { customerId, kind, outcome: 'yes', source });
      if (required && customerId !== owner.id) {
        await queueNotice(tx, { customerId, notice: 'second-factor-required', source, at });
      }
    }
    return { verdict };
  });
}
