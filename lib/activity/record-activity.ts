import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { ActivityKind, Outcome } from './kinds.ts';

export interface ActivityEntry {
  customerId: string;
  kind: ActivityKind;
  outcome: Outcome;
  source: { address: string; userAgent: string };
  /** Small facts that the words need. Never a credential. */
  detail?: Record<string, string | number>;
}

/**
 * Adds an entry to an account's history. It can never be changed or taken back: the role may not.
 *
 * @param tx the transaction of what is recorded, so that neither stands without the other.
 */
export async function recordActivity(
  tx: Prisma.TransactionClient,
  { customerId, kind, outcome, source, detail = {} }: ActivityEntry,
): Promise<void> {
  await tx.activity.create({
    data: {
      customerId,
      kind,
      outcome,
      address: source.address,
      userAgent: source.userAgent,
      detail,
    },
    select: { id: true },
  });
}
