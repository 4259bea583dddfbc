import type { Transaction } from '../service.ts';

/** How long after its cutoff a reset may be taken back: later it would open passwords that nobody thinks of any more. */
const takeBackHours = 24;

interface InForce {
  id: string;
  cutoff: Date;
}

/** Until when a reset in force may be taken back; null once that is over. */
export function takeBackUntil({ cutoff }: InForce, now: Date): Date | null {
  const until = new Date(cutoff.getTime() + takeBackHours * 3_600_000);
  return now < until ? until : null;
}

/** Who asked, latest first, for a reset to be taken back. */
export async function listTakeBacks(tx: Transaction, { id }: InForce): Promise<string[]> {
  const asked = await tx.resetTakeBack.findMany({
    where: { resetId: id },
    orderBy: { askedAt: 'desc' },
    select: { askedBy: true },
  });
  return asked.map(({ askedBy }) => askedBy);
}

/** How the taking back of a reset stands. */
export async function describeTakeBack(tx: Transaction, reset: InForce, now: Date) {
  const until = takeBackUntil(reset, now);
  if (!until) return null;
  const [askedBy = null] = await listTakeBacks(tx, reset);
  return { until: until.toISOString(), askedBy };
}
