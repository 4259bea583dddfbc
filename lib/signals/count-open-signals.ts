import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { type SignalPattern, signalPatterns } from './patterns.ts';

/** How many signals are open, of each pattern. As fast with ten million sign-ins as with none. */
export async function countOpenSignals(
  db: Pick<PrismaClient, 'signal'>,
): Promise<Record<SignalPattern, number>> {
  const rows = await db.signal.groupBy({
    by: ['pattern'],
    where: { state: 'open' },
    _count: true,
  });
  const count = new Map(rows.map((row) => [row.pattern, row._count]));
  const counts = signalPatterns.map((pattern) => [pattern, count.get(pattern) ?? 0]);
  return Object.fromEntries(counts) as Record<SignalPattern, number>;
}
