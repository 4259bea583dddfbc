import type { Totp } from '../../../../prisma/auth/client/client.ts';
import type { Transaction } from '../service.ts';

/**
 * Takes a step for one sign-in. One conditional UPDATE: of any number of submissions of one code, one
 * gets it, and no older step is taken after it.
 */
export async function claimStep(tx: Transaction, totp: Totp, step: number): Promise<boolean> {
  const { count } = await tx.totp.updateMany({
    where: {
      subjectId: totp.subjectId,
      state: 'active',
      keySealed: totp.keySealed,
      lastStep: { lt: step },
    },
    data: { lastStep: step },
  });
  return count === 1;
}
