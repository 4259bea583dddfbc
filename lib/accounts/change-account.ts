import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import type { ActivityKind } from '../activity/kinds.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { AuthConnection } from '../auth/connect.ts';
import type { RequestOf } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { lockAccount } from './lock-account.ts';

/** What an owner shows to change something. The auth service judges it; secret. */
export type OwnerProof = Omit<RequestOf<'require-second-factor'>, 'owner' | 'required'>;

/** Who changes an account, by what, and who is asked. */
export interface Owner {
  db: PrismaClient;
  ask: AuthConnection['ask'];
  id: string;
  proof: OwnerProof;
  source: RequestSource;
}

export type Refused = { verdict: 'not-owner' | 'no' | 'unavailable' };

/** Nobody but the owner reads where the owner was. */
export const elsewhere = { address: '', userAgent: '' };

/**
 * Changes an account, with it locked and whoever acts found to own it: in both databases or in neither. Where the
 * auth service's yes is lost on the way, asking the same again gets the same yes.
 *
 * @param kind under which a refused proof stands in the owner's history.
 * @param change all that is not `yes` is rolled back.
 */
export async function changeAccount<T extends { verdict: string }>(
  owner: Pick<Owner, 'db' | 'id' | 'source'>,
  kind: ActivityKind,
  change: (tx: Prisma.TransactionClient, accountId: string) => Promise<T>,
): Promise<T | Refused> {
  const { db, id, source } = owner;
  let refused: T | Refused = { verdict: 'unavailable' };
  try {
    return await db.$transaction(
      async (tx) => {
        const accountId = await lockAccount(tx, id);
        const changed = accountId ? await change(tx, accountId) : notOwner;
        if (changed.verdict === 'yes') return changed;
        refused = changed;
        throw new Error('rolls back');
      },
      { timeout: 15_000 },
    );
  } catch {
    if (refused.verdict === 'no') await recordRefusal();
    return refused;
  }

  async function recordRefusal() {
    const entry = { customerId: id, kind, outcome: 'no', source } as const;
    await db.$transaction((tx) => recordActivity(tx, entry)).catch(() => undefined);
  }
}

const notOwner: Refused = { verdict: 'not-owner' };
