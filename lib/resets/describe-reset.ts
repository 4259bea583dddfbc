import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';

/** How far a reset has come. */
export interface ResetProgress {
  /** By the auth service; null while it does not answer. */
  passwords: { concerned: number; done: number } | null;
  /** Mails the server took, and mails that failed for good or of which it is not known. */
  told: number;
  failed: number;
}

/** Asks both sides: who has chosen a new password since, and who has been told by mail. */
export async function describeReset(
  { db, ask }: { db: PrismaClient; ask: AuthConnection['ask'] },
  reset: string,
): Promise<ResetProgress> {
  const [verdict, told, failed] = await Promise.all([
    ask('describe-reset', { reset }),
    db.resetNotice.count({ where: { resetId: reset, sentAt: { not: null } } }),
    db.resetNotice.count({ where: { resetId: reset, error: { not: null } } }),
  ]);
  const passwords =
    verdict.verdict === 'yes' ? { concerned: verdict.concerned, done: verdict.done } : null;
  return { passwords, told, failed };
}
